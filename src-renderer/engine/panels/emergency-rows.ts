import type { ColumnTest } from '../selection/filter.ts'
import { encounterClasses, visitsOnly } from './encounter-classes.ts'
import type { View } from './view.ts'

/** The emergency encounters that took place. */
export interface EmergencyRows {
  /** Rows of the encounter table. */
  readonly rows: Int32Array
  /** Day and patient per row of the table. */
  readonly days: Int32Array
  readonly patient: Int32Array
  /** What the rows have in common. */
  readonly where: readonly ColumnTest[]
}

/** @returns undefined when the data hold no encounters; looked for once per population */
export function emergencyRows({ population, store }: View): EmergencyRows | undefined {
  return population.once('emergency-row-list', () => {
    const found = population.once('encounter-classes', () => encounterClasses(store))
    if (found?.table.day === undefined || found.table.patient === undefined) return undefined
    const rows: number[] = []
    for (let row = 0; row < found.codes.length; row++) {
      const code = found.codes[row]!
      if (code >= 0 && found.classes[code]!.emergency) rows.push(row)
    }
    const classes = found.classes.filter((each) => each.emergency).map((each) => each.value)
    return {
      rows: Int32Array.from(rows),
      days: found.table.day,
      patient: found.table.patient,
      where: [{ column: 'class', in: classes }, visitsOnly]
    }
  })
}

import type { ColumnTest } from '../../../base/figures/filter.ts'
import { anyStay } from '../../rows/derived-columns.ts'
import { emergencyOutcomes, emergencyVisits } from '../../selection/emergency-visits.ts'
import { inpatientStays } from '../../selection/inpatient-stays.ts'
import { encounterClasses, visitsOnly } from './encounter-classes.ts'
import type { View } from './view.ts'

/** Care that is counted per 1,000 people: all emergency visits, those by how they ended, and inpatient stays. */
export type UseKind = 'emergency' | 'released' | 'admitted' | 'inpatient'

/** The encounters of one kind that took place. */
export interface UseEvents {
  /** Rows of the encounter table. */
  readonly rows: Int32Array
  /** Day and patient per row of the table. */
  readonly days: Int32Array
  readonly patient: Int32Array
  /** What the rows have in common. */
  readonly where: readonly ColumnTest[]
}

/** @returns undefined when the data hold no encounters; looked for once per population */
export function useEvents(
  { population, store }: Pick<View, 'population' | 'store'>,
  kind: UseKind
): UseEvents | undefined {
  return population.once(`use-events:${kind}`, () => {
    const found = population.once('encounter-classes', () => encounterClasses(store))
    if (found?.table.day === undefined || found.table.patient === undefined) return undefined
    const { table, classes, codes } = found
    const days = found.table.day
    const patient = found.table.patient
    if (kind === 'inpatient') return { rows: inpatientStays(store)!.rows, days, patient, where: [anyStay] }
    if (kind !== 'emergency') {
      const visits = emergencyVisits(store)!
      const rows = visits.rows.filter((_, index) => emergencyOutcomes[visits.outcome[index]!] === kind)
      return { rows, days, patient, where: [{ column: '@emergency', in: [kind] }] }
    }
    const rows: number[] = []
    for (let row = 0; row < table.rows; row++) {
      const code = codes[row]!
      if (code >= 0 && classes[code]!.emergency) rows.push(row)
    }
    const values = classes.filter((each) => each.emergency).map((each) => each.value)
    return { rows: Int32Array.from(rows), days, patient, where: [{ column: 'class', in: values }, visitsOnly] }
  })
}

import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { tookPlace } from './visit-dimensions.ts'

/** Classes of HL7's ActEncounterCode that are stays in hospital. */
const inpatientClasses: readonly string[] = ['IMP', 'ACUTE', 'NONAC']

/** The stays in hospital that took place. */
export interface InpatientStays {
  /** Rows of the encounter table, person by person, by the day they began. */
  readonly rows: Int32Array
  /** First and last day of each of these rows; the last is the smallest integer where it is not written. */
  readonly first: Int32Array
  readonly last: Int32Array
  /** Days of each of these rows, at least 1; NaN where the end is not written. */
  readonly days: Float64Array
}

const known = new WeakMap<Store, InpatientStays>()

/** The stays of a store; looked for once. @returns undefined when there are no encounters */
export function inpatientStays(store: Store): InpatientStays | undefined {
  const table = store.tables.get('encounter')
  if (table?.day === undefined || table.patient === undefined) return undefined
  const found = known.get(store) ?? findStays(store, table)
  known.set(store, found)
  return found
}

function findStays(store: Store, table: Table): InpatientStays {
  const { concepts } = store
  const happened = tookPlace(table)
  const isInpatient = Uint8Array.from(concepts.codes, (code) => (inpatientClasses.includes(code) ? 1 : 0))
  const classes = table.column('class', 'concept').ids
  const found: number[] = []
  for (let row = 0; row < table.rows; row++)
    if (classes[row]! >= 0 && isInpatient[classes[row]!] === 1 && happened[row] === 1) found.push(row)
  const rows = Int32Array.from(found)
  const end = table.column('period_end', 'dateTime').days
  const stays = { rows, first: rows.map((row) => table.day![row]!), last: rows.map((row) => end[row]!) }
  return {
    ...stays,
    days: Float64Array.from(rows, (row) => (end[row] === NO_DAY ? NaN : Math.max(1, end[row]! - table.day![row]!)))
  }
}

import { lastWrittenDays } from '../../base/fhir/last-day.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'

/** From when to when each Coverage is in force. */
export interface CoverageTerms {
  /** Row range per patient. */
  readonly offsets: Int32Array
  /** 1 for coverages that stand on their own, not inside of a claim, and whose status counts. */
  readonly counts: Uint8Array
  /** First day; the smallest integer when it is not written. */
  readonly first: Int32Array
  /** Last day; the greatest integer while it lasts. */
  readonly last: Int32Array
}

const never: readonly string[] = ['draft', 'entered-in-error']

const known = new DerivedValues<Table, CoverageTerms>()

/**
 * The terms of a store's coverages; worked out once. A cancelled Coverage was in force until the end that is written; without one it does
 * not count. One that ends before it begins was taken back, and does not either.
 * @returns undefined when there are none
 */
export function coverageTerms(store: Store): CoverageTerms | undefined {
  const table = store.tables.get('coverage')
  if (table?.patientOffsets === undefined) return undefined
  const { patientOffsets: offsets } = table
  return known.get(table, () => {
    const start = table.column('period_start', 'dateTime').days
    const end = lastWrittenDays(table.column('period_end', 'dateTime'))
    return {
      // Copies, which stay as long as this does; columns may go before.
      offsets: offsets.slice(),
      counts: countedRows(table, start, end),
      // A missing day is the smallest integer.
      first: start.slice(),
      last: end.map((day) => (day === NO_DAY ? 2147483647 : day))
    }
  })
}

function countedRows(table: Table, start: Int32Array, end: Int32Array): Uint8Array {
  const status = table.column('status', 'dictionary')
  const contained = table.column('contained_in', 'dictionary')
  const text = (column: typeof status, row: number): string =>
    column.codes[row]! < 0 ? '' : column.values[column.codes[row]!]!
  return Uint8Array.from({ length: table.rows }, (_, row) => {
    const state = text(status, row)
    if (text(contained, row) !== '' || never.includes(state)) return 0
    if (end[row] !== NO_DAY && end[row]! < start[row]!) return 0
    return state === 'cancelled' && end[row] === NO_DAY ? 0 : 1
  })
}

/**
 * The Coverage of a person that is in force on a day; of several the one that began last, those that are preferred before others.
 * @param preferred 1 for rows that go before others
 * @returns its row, -1 when there is none
 */
export function coverageOn(
  { offsets, counts, first, last }: CoverageTerms,
  patient: number,
  day: number,
  preferred: Uint8Array
): number {
  let best = -1
  for (let row = offsets[patient]!; row < offsets[patient + 1]!; row++) {
    if (counts[row] === 0 || first[row]! > day || last[row]! < day) continue
    const isAfter = best < 0 || preferred[row]! > preferred[best]!
    if (isAfter || (preferred[row] === preferred[best] && first[row]! >= first[best]!)) best = row
  }
  return best
}

import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { coveredMonths, type CoveredStretch } from './covered-months.ts'
import { monthNumbers } from './month-number.ts'

const NO_MONTH = -1
const known = new DerivedValues<Table, Int8Array>()

/**
 * Whether the person of each row was a member in the calendar month of the row's day: 1 yes, 0 no, -1 where the person is
 * not in the data.
 * @param table about people, with a day
 * @param holds which coverages count for a row; without it any
 */
export function memberRows(
  store: Store,
  table: Table,
  holds?: (stretch: CoveredStretch, row: number) => boolean
): Int8Array {
  return holds === undefined ? known.get(table, () => markRows(store, table, holds)) : markRows(store, table, holds)
}

/** As {@link memberRows}, of the payer or plan of each claim itself. @param values index of the payer or plan per row */
export function ownMemberRows(store: Store, table: Table, by: 'payer' | 'plan', values: Int32Array): Int8Array {
  return memberRows(store, table, (stretch, row) => stretch[by] === values[row])
}

function markRows(
  store: Store,
  table: Table,
  holds: ((stretch: CoveredStretch, row: number) => boolean) | undefined
): Int8Array {
  const marks = new Int8Array(table.rows).fill(-1)
  const { patient, day } = table
  if (patient === undefined || day === undefined) return marks
  const covered = coveredMonths(store)
  const months = monthNumbers(day, NO_MONTH)
  let person = -1
  let stretches: readonly CoveredStretch[] = []
  for (let row = 0; row < table.rows; row++) {
    if (patient[row]! < 0) continue
    if (patient[row] !== person) {
      person = patient[row]!
      stretches = covered.of(person)
    }
    const month = months[row]!
    marks[row] = stretches.some(
      (each) => each.first <= month && month <= each.last && (holds === undefined || holds(each, row))
    )
      ? 1
      : 0
  }
  return marks
}

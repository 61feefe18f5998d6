import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Codes } from '../../base/kernels/codes.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'
import { coveredMonths, type CoveredStretch } from './covered-months.ts'
import { monthNumber } from './month-number.ts'

const NO_MONTH = -1
const known = new DerivedValues<Table, Int8Array>()

/**
 * Whether the person of each row was a member in the calendar month of the row's day: 1 yes, 0 no, -1 where the person is
 * not in the data. Worked out once.
 * @param table about people, with a day
 */
export function memberRows(store: Store, table: Table): Int8Array {
  return known.get(table, () => {
    const ofRow = membership(store, table, () => true)
    return new Int8Array(table.rows).map((_, row) => ofRow(row))
  })
}

/** As {@link memberRows}, of the payer or plan of each claim itself. @param values index of the payer or plan per row */
export function ownMemberRows(store: Store, table: Table, by: 'payer' | 'plan', values: Codes): Int8Array {
  const ofRow = ownMembership(store, table, by, values)
  return new Int8Array(table.rows).map((_, row) => ofRow(row))
}

/** As {@link memberRows}, of one payer or plan. @param value its index */
export function memberRowsOf(store: Store, table: Table, by: 'payer' | 'plan', value: number): Int8Array {
  const ofRow = membership(store, table, (stretch) => stretch[by] === value)
  return new Int8Array(table.rows).map((_, row) => ofRow(row))
}

/** As {@link ownMemberRows}, of one row. Rows that are asked for person by person cost least. */
export function ownMembership(
  store: Store,
  table: Table,
  by: 'payer' | 'plan',
  values: Codes
): (row: number) => number {
  return membership(store, table, (stretch, row) => stretch[by] === values[row])
}

/** @param holds which coverages count for a row */
function membership(
  store: Store,
  { patient, day }: Table,
  holds: (stretch: CoveredStretch, row: number) => boolean
): (row: number) => number {
  if (patient === undefined || day === undefined) return () => -1
  const covered = coveredMonths(store)
  let person = -1
  let stretches: readonly CoveredStretch[] = []
  return (row) => {
    if (patient[row]! < 0) return -1
    if (patient[row] !== person) {
      person = patient[row]!
      stretches = covered.of(person)
    }
    const month = day[row] === NO_DAY ? NO_MONTH : monthNumber(day[row]!)
    for (const stretch of stretches)
      if (stretch.first <= month && month <= stretch.last && holds(stretch, row)) return 1
    return 0
  }
}

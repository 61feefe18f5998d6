import { enginePopulationReconcileMessages as m } from '#messages/engine/population/reconcile.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { targetOf } from '../../store/model/column.ts'
import { DerivedValues } from '../../store/model/derived-values.ts'
import type { Store, Table } from '../../store/model/store.ts'

const known = new DerivedValues<Store, Float64Array>()

/** The rule in words, for definitions. */
export const turnaroundRule = m.aDecisionIsAnExplanationOfBenefitWhose

/** Whether an explanation of benefit is the decision about a prior authorization. @returns undefined without any claims */
export function authorizationRows(store: Store): readonly number[] | undefined {
  const table = store.tables.get('explanation_of_benefit')
  if (table === undefined) return undefined
  const { codes, values } = table.column('use', 'dictionary')
  const wanted = values.indexOf('preauthorization')
  const rows: number[] = []
  if (wanted >= 0) codes.forEach((code, row) => code === wanted && rows.push(row))
  return rows
}

/**
 * Days from the request of a prior authorization to its decision, per row of the explanations of benefit; NaN for every other
 * row and where it is not known.
 */
export function turnaroundDays(store: Store): Float64Array | undefined {
  const table = store.tables.get('explanation_of_benefit')
  const rows = authorizationRows(store)
  if (table === undefined || rows === undefined) return undefined
  return known.get(store, () => daysOf(store, table, rows))
}

function daysOf(store: Store, table: Table, rows: readonly number[]): Float64Array {
  const days = new Float64Array(table.rows).fill(Number.NaN)
  const decided = table.column('created', 'dateTime').days
  const request = table.column('claim_id', 'reference')
  const asked = store.tables.get('claim')?.column('created', 'dateTime').days
  for (const row of rows) {
    const target = targetOf(request, row)
    const from = target < 0 ? NO_DAY : (asked?.[target] ?? NO_DAY)
    if (from !== NO_DAY && decided[row] !== NO_DAY && decided[row]! >= from) days[row] = decided[row]! - from
  }
  return days
}

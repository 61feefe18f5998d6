import { hasBit } from '../../../base/kernels/bitset.ts'
import { dayBins } from '../../../base/kernels/day-bins.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import { memberRows } from '../../claims/member-rows.ts'
import type { Period } from '../base/periods.ts'
import { toMoneyUnits, toDollars } from '../../../base/kernels/money.ts'
import { addLists } from '../base/view.ts'
import { sumClaimsViews, type ClaimsView } from './claims-view.ts'

/** US dollars and claims by group and month: `[group * months + month]`. */
export interface ClaimSums {
  readonly amount: Float64Array
  readonly claims: Int32Array
}

/**
 * Adds up final claims for care in months of membership, of the people who match the view's filters on its date.
 * @param months in ascending order without holes
 * @param groupsOf group per row of the claims of a shard, -1 for rows to leave out
 */
export function sumClaims(
  claimsOf: ClaimsView,
  months: readonly Period[],
  groupsOf: (shard: ClaimsView) => ArrayLike<number>,
  groups: number
): ClaimSums {
  const { amount, claims } = sumClaimsViews(
    claimsOf,
    (shard) => sumUnits(shard, months, groupsOf(shard), groups),
    (left, right) => ({ amount: addLists(left.amount, right.amount), claims: addLists(left.claims, right.claims) })
  )
  return { amount: amount.map(toDollars), claims }
}

function sumUnits(
  { view, claims, amounts }: ClaimsView,
  months: readonly Period[],
  groupOf: ArrayLike<number>,
  groups: number
): ClaimSums {
  const { days, patient, counts, table } = claims
  const sums = { amount: new Float64Array(groups * months.length), claims: new Int32Array(groups * months.length) }
  if (months.length === 0) return sums
  const { binOf, starts } = dayBins(months)
  const first = starts[0]!
  const people = view.population.select(view.asOf, view.filters)
  const isMember = memberRows(view.store, table)
  for (let row = 0; row < days.length; row++) {
    const day = days[row]!
    if (counts[row] === 0 || day < first || day === NO_DAY || day - first >= binOf.length) continue
    if (groupOf[row]! < 0 || isMember[row] !== 1 || !hasBit(people, patient[row]!)) continue
    const at = groupOf[row]! * months.length + binOf[day - first]!
    if (!Number.isNaN(amounts[row])) sums.amount[at]! += toMoneyUnits(amounts[row]!)
    sums.claims[at]!++
  }
  return sums
}

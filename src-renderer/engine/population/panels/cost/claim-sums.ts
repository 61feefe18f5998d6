import { hasBit } from '../../../base/kernels/bitset.ts'
import { payerRows } from '../../claims/payer-rows.ts'
import { toDollars } from '../../../base/kernels/money.ts'
import { addLists } from '../base/view.ts'
import { sumClaimsViews, type ClaimsView } from './claims-view.ts'
import { countedClaims, LATE, PHARMACY } from './counted-claims.ts'

/** Final claims for care in months of membership by part, payer and month of service. */
export interface ClaimSums {
  /** US dollars: `[(part * payers + payer) * months + month]`, part 0 medical and 1 pharmacy, the last payer unknown. */
  readonly amount: Float64Array
  readonly claims: Int32Array
  /** US dollars of those that had become known by the valuation of the lag triangles. */
  readonly settled: Float64Array
}

/**
 * Adds up final claims for care in months of membership, of the people who match the view's filters on its date, over all months of
 * the view.
 */
export function sumClaims(claimsOf: ClaimsView): ClaimSums {
  const { amount, claims, settled } = sumClaimsViews(claimsOf, sumUnits, (left, right) => ({
    amount: addLists(left.amount, right.amount),
    claims: addLists(left.claims, right.claims),
    settled: addLists(left.settled, right.settled)
  }))
  return { amount: amount.map(toDollars), claims, settled: settled.map(toDollars) }
}

/** The sums of a shard, in units of money. */
function sumUnits(claimsOf: ClaimsView): ClaimSums {
  const { view } = claimsOf
  const { offsets, months, units, payers, marks } = countedClaims(claimsOf)
  const people = view.population.select(view.asOf, view.filters)
  const width = claimsOf.months.length
  const ofPart = (payerRows(view.store).names.length + 1) * width
  const amount = new Float64Array(2 * ofPart)
  const late = new Float64Array(2 * ofPart)
  const claims = new Int32Array(2 * ofPart)
  for (let person = 0; person < offsets.length - 1; person++) {
    if (!hasBit(people, person)) continue
    for (let at = offsets[person]!; at < offsets[person + 1]!; at++) {
      const mark = marks[at]!
      const cell = (mark & PHARMACY) * ofPart + payers[at]! * width + months[at]!
      claims[cell]!++
      const own = units[at]!
      if (Number.isNaN(own)) continue
      amount[cell]! += own
      if ((mark & LATE) !== 0) late[cell]! += own
    }
  }
  return { amount, claims, settled: amount.map((sum, cell) => sum - late[cell]!) }
}

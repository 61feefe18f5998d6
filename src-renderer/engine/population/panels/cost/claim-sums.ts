import { hasBit } from '../../../base/kernels/bitset.ts'
import { dayBins } from '../../../base/kernels/day-bins.ts'
import type { PaidClaims } from '../../claims/paid-claims.ts'
import { NO_DAY } from '../../../base/fhir/missing.ts'
import type { Period } from '../base/periods.ts'
import type { View } from '../base/view.ts'

/** Amounts paid and claims, by group and month: `[group * months + month]`. */
export interface ClaimSums {
  readonly paid: Float64Array
  readonly claims: Int32Array
}

/**
 * Adds up the claims for care in some months, of the people who match the view's filters on its date, or of anybody when
 * nothing is filtered.
 * @param months in ascending order without holes
 * @param groupOf group per row; rows with -1 go to the last group
 */
export function sumClaims(
  view: View,
  { days, patient, counts, paid }: PaidClaims,
  months: readonly Period[],
  groupOf: ArrayLike<number>,
  groups: number
): ClaimSums {
  const sums = { paid: new Float64Array(groups * months.length), claims: new Int32Array(groups * months.length) }
  if (months.length === 0) return sums
  const { binOf, starts } = dayBins(months)
  const first = starts[0]!
  const people = view.filters.length === 0 ? undefined : view.population.select(view.asOf, view.filters)
  for (let row = 0; row < days.length; row++) {
    const day = days[row]!
    if (counts[row] === 0 || day < first || day === NO_DAY || day - first >= binOf.length) continue
    if (people !== undefined && (patient[row]! < 0 || !hasBit(people, patient[row]!))) continue
    const group = groupOf[row]! < 0 ? groups - 1 : groupOf[row]!
    const at = group * months.length + binOf[day - first]!
    sums.paid[at]! += paid[row]!
    sums.claims[at]!++
  }
  return sums
}

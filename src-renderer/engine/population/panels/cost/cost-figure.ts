import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { ColumnTest } from '../../../base/figures/filter.ts'
import { ratioInterval } from '../../../base/stats/ratio-interval.ts'
import { otherCurrencies } from '../../claims/claim-currency.ts'
import { claimsThatCount } from '../../claims/paid-claims.ts'
import type { Period } from '../base/periods.ts'
import { daysOf, type ClaimsView } from './claims-view.ts'
import type { CostTally } from './cost-tally.ts'

/** Final claims for care in months of membership. */
export const claimsOfMembers: readonly ColumnTest[] = [...claimsThatCount, { column: '@member', in: ['yes'] }]

/** What a figure of cost per member per month is made of. */
export interface Cost extends Omit<CostTally, 'sums'> {
  readonly sums?: CostTally['sums']
  readonly months: readonly Period[]
  /** Which claims of members. */
  readonly where: readonly ColumnTest[]
  /** Why it is not known in these months, in words for a sentence; undefined where it is. */
  readonly unknownFor?: string | undefined
}

/** Why the cost per member per month is not known, in words for a sentence; undefined where it is. */
function missingCost(
  { basis, view }: ClaimsView,
  { claims, unknown, memberMonths, unknownFor }: Cost
): string | undefined {
  if (memberMonths === 0) return m.nobodyWasAMemberInThese
  if (unknownFor !== undefined) return unknownFor
  if (claims === 0 || unknown < claims) return undefined
  const others = otherCurrencies(view.store)
  if (others.length > 0) return m.noAmountIsInUsDollars(others.join(', '))
  return m.noClaimTellsThe(basis === 'member' ? m.memberShare : m.amountBasis(basis))
}

/** Cost per member per month, which opens its claims. */
export function perMemberMonth(claimsOf: ClaimsView, cost: Cost, provenance: Provenance): Figure {
  const { view } = claimsOf
  const { amount, claims, memberMonths, members, months, where, sums } = cost
  const missing = missingCost(claimsOf, cost)
  const interval = missing === undefined && sums !== undefined ? ratioInterval(sums) : undefined
  return {
    value: missing === undefined ? amount / memberMonths : undefined,
    ...(missing === undefined ? {} : { missing }),
    unit: 'usd',
    numerator: amount,
    numeratorUnit: 'usd',
    denominator: memberMonths,
    ...(interval === undefined ? {} : { interval }),
    people: members,
    rows: {
      table: 'explanation_of_benefit',
      asOf: view.asOf,
      filters: view.filters,
      where: [...claimsOfMembers, ...where, { column: '@day', ...daysOf(months) }]
    },
    opens: claims,
    provenance
  }
}

import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import { costByPerson, costDimensionId } from '../../selection/paid-dimension.ts'
import { countFigure, filterOn, peopleRows } from '../base/figures.ts'
import { ofEverybody } from '../base/view.ts'
import { toMoneyUnits, toDollars } from '../../../base/kernels/money.ts'
import { mergeSorted } from '../../../base/kernels/merge-sorted.ts'
import { costPeriodLabel, daysOf, sumClaimsViews, type ClaimsView } from './claims-view.ts'
import { tallyMembers } from '../base/member-months.ts'
import type { ClaimsCost, CostShare } from '../results/cost-result.ts'

const shares = [0.01, 0.05, 0.1, 0.2, 0.5]
const curvePoints = 50

/** What the care of everybody of a shard cost, in units of money, who was a member in one of the months; ascending. */
function memberCosts({ view, period, basis }: ClaimsView): Float64Array {
  const { from, to } = daysOf(period)
  const people = view.population.select(view.asOf, view.filters)
  const cost = costByPerson(view.store, from, to, basis)
  const found: number[] = []
  tallyMembers(
    view.store,
    people,
    period,
    1,
    () => [0],
    (person) => found.push(toMoneyUnits(cost[person]!))
  )
  return Float64Array.from(found).sort()
}

function definitionOf(period: string): Definition {
  return {
    id: 'cost/concentration',
    version: '1.0.0',
    title: m.shareOfTheCostByShare,
    text: m.everybodyWhoWasAMemberIn(period),
    sources: [
      {
        title: m.methodsOfMeasuringTheConcentrationOf,
        publisher: m.lorenzPublAmStatAssoc9,
        year: 1905
      }
    ]
  }
}

/** How the cost is spread over the members. */
export function concentration(claimsOf: ClaimsView): ClaimsCost['concentration'] {
  const { view, period, basis } = claimsOf
  const { from, to } = daysOf(period)
  const provenance = view.provenance(definitionOf(costPeriodLabel(period)))
  const units = sumClaimsViews(claimsOf, memberCosts, mergeSorted).reverse()
  const sorted = units.map(toDollars)
  const members = sorted.length
  const runningUnits = new Float64Array(members + 1)
  units.forEach((each, index) => (runningUnits[index + 1] = runningUnits[index]! + each))
  const running = runningUnits.map(toDollars)
  const total = running[members]!
  const shareOf = (share: number): CostShare[] => {
    const least = sorted[Math.ceil(share * members) - 1] ?? 0
    if (least <= 0) return []
    let count = sorted.findIndex((each) => each < least)
    if (count < 0) count = members
    const filters = [...ofEverybody(view.filters), filterOn(costDimensionId(basis, from, to, least), 'yes')]
    const rows = peopleRows(view.asOf, filters)
    return [
      {
        share,
        least,
        people: countFigure(count, 'people', rows, provenance),
        cost: {
          value: running[count]! / total,
          unit: 'proportion',
          numerator: running[count]!,
          numeratorUnit: 'usd',
          denominator: total,
          people: count,
          rows,
          opens: count,
          provenance
        }
      }
    ]
  }
  return {
    members,
    curve:
      total <= 0
        ? []
        : Array.from({ length: curvePoints + 1 }, (_, i) => {
            const at = Math.round((i / curvePoints) ** 2 * members)
            return [at / members, running[at]! / total] as const
          }),
    shares: shares.flatMap(shareOf),
    provenance
  }
}

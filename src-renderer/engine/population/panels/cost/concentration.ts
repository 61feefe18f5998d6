import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { costByPerson, costDimensionId } from '../../selection/paid-dimension.ts'
import { countFigure, filterOn, peopleRows } from '../base/figures.ts'
import { ofEverybody } from '../base/view.ts'
import { toMoneyUnits, toDollars } from '../../../base/kernels/money.ts'
import { mergeSorted } from '../../../base/kernels/merge-sorted.ts'
import { costPeriodLabel, daysOf, sumClaimsViews, type ClaimsView } from './claims-view.ts'
import { memberMonths } from '../base/member-months.ts'
import type { ClaimsCost, CostShare } from '../results/cost-result.ts'

const shares = [0.01, 0.05, 0.1, 0.2, 0.5]
const curvePoints = 50

/** Everybody of a shard who was a member in one of the months, in the order of what their care cost. */
interface MembersByCost {
  readonly people: Int32Array
  /** Units of money. */
  readonly units: Float64Array
}

/** Prepared once for each basis and period. */
function membersByCost({ view, period, basis }: ClaimsView): MembersByCost {
  const { from, to } = daysOf(period)
  const { population, store } = view
  return population.prepared(`members-by-cost:${basis}`, `${from}-${to}`, () => {
    const units = costByPerson(store, from, to, basis).map(toMoneyUnits)
    const { offsets } = memberMonths(population, period)
    const people = Int32Array.from({ length: store.patients }, (_, person) => person)
      .filter((person) => offsets[person + 1]! > offsets[person]!)
      .sort((left, right) => units[left]! - units[right]!)
    return { people, units: Float64Array.from(people, (person) => units[person]!) }
  })
}

/** What the care of the people in view cost, of the members of a shard; ascending. */
function memberCosts(claimsOf: ClaimsView): Float64Array {
  const { population, asOf, filters } = claimsOf.view
  const { people, units } = membersByCost(claimsOf)
  const chosen = population.select(asOf, filters)
  return units.filter((_, index) => hasBit(chosen, people[index]!))
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
            const index = Math.round((i / curvePoints) ** 2 * members)
            return [index / members, running[index]! / total] as const
          }),
    shares: shares.flatMap(shareOf),
    provenance
  }
}

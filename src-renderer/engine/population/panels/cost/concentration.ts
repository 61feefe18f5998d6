import { enginePopulationPanelsCostMessages as m } from '#messages/engine/population/panels/cost.ts'
import type { Definition } from '../../../base/figures/figure.ts'
import { hasBit } from '../../../base/kernels/bitset.ts'
import { costByPerson, costDimensionId } from '../../selection/paid-dimension.ts'
import { countFigure, filterOn, peopleRows } from '../base/figures.ts'
import { ofEverybody } from '../base/view.ts'
import { toMoneyUnits } from '../../../base/kernels/money.ts'
import { mergeSorted } from '../../../base/kernels/merge-sorted.ts'
import { costPeriodLabel, daysOf, sumClaimsViews, type ClaimsView } from './claims-view.ts'
import { memberMonths } from '../base/member-months.ts'
import { rankCosts, type RankedCost } from './rank-costs.ts'
import type { ClaimsCost, CostShare } from '../results/cost-result.ts'

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
  const { groups, running } = rankCosts(sumClaimsViews(claimsOf, memberCosts, mergeSorted))
  const members = running.length - 1
  const total = running[members]!
  const shareOf = ({ share, least, count, apart }: RankedCost): CostShare => {
    const filters = [...ofEverybody(view.filters), filterOn(costDimensionId(basis, from, to, least), 'yes')]
    const rows = peopleRows(view.asOf, filters)
    const tells = apart === undefined ? {} : { tells: apart }
    return {
      share,
      least,
      people: { ...countFigure(count, 'people', rows, provenance), ...tells },
      cost: {
        value: running[count]! / total,
        unit: 'proportion',
        numerator: running[count]!,
        numeratorUnit: 'usd',
        denominator: total,
        people: count,
        ...tells,
        rows,
        opens: count,
        provenance
      }
    }
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
    shares: groups.map(shareOf),
    provenance
  }
}

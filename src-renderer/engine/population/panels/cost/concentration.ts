import type { Definition } from '../../../base/figures/figure.ts'
import { ordinalsOf, setBit } from '../../../base/kernels/bitset.ts'
import { paidByPerson, paidDimensionId } from '../../selection/paid-dimension.ts'
import { countFigure, filterOn, peopleRows } from '../base/figures.ts'
import { ofEverybody } from '../base/view.ts'
import { daysOf, costPeriodLabel, type ClaimsView } from './claims-view.ts'
import type { ClaimsCost, CostShare } from '../results/cost-result.ts'

const shares = [0.01, 0.05, 0.1, 0.2, 0.5]
const curvePoints = 50

/** Everybody who was a member in one of the months, or for whom something was paid. */
function membersOrPaid({ view, period }: ClaimsView, paid: Float64Array): Int32Array {
  const { population } = view
  const people = population.select(view.asOf, view.filters)
  const found = new Uint32Array(people.length)
  const monthly = period.map(({ end }) => population.codes('enrolment', end))
  for (const person of ordinalsOf(people))
    if (paid[person]! > 0 || monthly.some((codes) => codes[person]! >= 0)) setBit(found, person)
  return ordinalsOf(found)
}

function definitionOf(period: string): Definition {
  return {
    id: 'cost/concentration',
    version: '1.0.0',
    title: 'Share of the cost by share of the members',
    text:
      `Everybody who was a member in a month of ${period}, sorted by what was paid for service in these months, the most ` +
      'expensive first. People at the border for whom the same was paid are counted together.',
    sources: [
      {
        title: 'Methods of measuring the concentration of wealth (the curve)',
        publisher: 'Lorenz, Publ Am Stat Assoc 9: 209-219',
        year: 1905
      }
    ]
  }
}

/** How the cost is spread over the members. */
export function concentration(claimsOf: ClaimsView): ClaimsCost['concentration'] {
  const { view, period } = claimsOf
  const { from, to } = daysOf(period)
  const provenance = view.provenance(definitionOf(costPeriodLabel(period)))
  const paid = paidByPerson(view.store, from, to)
  const sorted = Float64Array.from(membersOrPaid(claimsOf, paid), (person) => paid[person]!)
    .sort()
    .reverse()
  const members = sorted.length
  const running = new Float64Array(members + 1)
  sorted.forEach((each, index) => (running[index + 1] = running[index]! + each))
  const total = running[members]!
  const shareOf = (share: number): CostShare[] => {
    const least = sorted[Math.ceil(share * members) - 1] ?? 0
    if (least <= 0) return []
    let count = sorted.findIndex((each) => each < least)
    if (count < 0) count = members
    const filters = [...ofEverybody(view.filters), filterOn(paidDimensionId(from, to, least), 'yes')]
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

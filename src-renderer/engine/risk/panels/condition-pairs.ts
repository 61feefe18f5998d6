import { defined } from '#shared/language/defined.ts'
import type { Provenance } from '../../base/figures/figure.ts'
import { ordinalsOf } from '../../base/kernels/bitset.ts'
import { exactPoissonInterval } from '../../base/stats/exact-poisson.ts'
import { countFigure, filterOn, peopleRows } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import type { ConditionPair, RiskSummaryPanel } from './risk-results.ts'

const shownPairs = 20
/** Most pairs of a network; the most frequent are taken. */
const shownLinks = 60

/** The pairs of registries that most people share, and all that come together more often than by chance, as a network. */
export function conditionPairs(view: PeopleView, provenance: Provenance): Pick<RiskSummaryPanel, 'pairs' | 'network'> {
  const { registries: all, shards } = view.population
  const registries = all.filter((registry) => shards[0]!.index.cannotTell(registry) === undefined)
  const people = ordinalsOf(view.people)
  const members = registries.map(({ id }) => view.population.codes(`registry:${id}`, view.asOf))
  const single = registries.map(() => 0)
  const both = registries.map(() => registries.map(() => 0))
  for (const patient of people) {
    const conditions = members.flatMap((codes, place) => (codes[patient] === 1 ? [place] : []))
    for (const first of conditions) {
      single[first]!++
      for (const second of conditions) if (first < second) both[first]![second]!++
    }
  }
  const rowsOf = (...ids: readonly string[]): ReturnType<typeof peopleRows> =>
    peopleRows(view.asOf, [...view.peopleFilters, ...ids.map((id) => filterOn(`registry:${id}`, 'yes'))])
  const pairs = registries
    .flatMap((first, i) => registries.slice(i + 1).map((second, offset) => ({ first, second, i, j: i + 1 + offset })))
    .filter(({ i, j }) => both[i]![j]! > 0)
    .sort((left, right) => both[right.i]![right.j]! - both[left.i]![left.j]!)
    .map(({ first, second, i, j }): ConditionPair => {
      const observed = both[i]![j]!
      const expected = (single[i]! * single[j]!) / people.length
      const rows = rowsOf(first.id, second.id)
      return {
        first: { id: first.id, title: first.title },
        second: { id: second.id, title: second.title },
        people: countFigure(observed, 'people', rows, provenance),
        expected,
        lift: {
          value: observed / expected,
          unit: 'ratio',
          numerator: observed,
          denominator: expected,
          people: observed,
          interval: exactPoissonInterval(observed, 1 / expected),
          rows,
          opens: observed,
          provenance
        }
      }
    })
  const links = pairs.filter(({ lift }) => defined(lift.interval).low > 1).slice(0, shownLinks)
  return {
    pairs: pairs.slice(0, shownPairs),
    network: {
      conditions: registries.flatMap(({ id, title }, place) =>
        single[place]! === 0
          ? []
          : [{ id, title, people: countFigure(single[place]!, 'people', rowsOf(id), provenance) }]
      ),
      links: links.map(({ first, second, people: found, lift }) => ({
        first: first.id,
        second: second.id,
        people: found,
        lift
      })),
      compared: pairs.length
    }
  }
}

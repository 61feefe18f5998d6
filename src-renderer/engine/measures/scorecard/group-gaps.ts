import { engineMeasuresScorecardMessages as m } from '#messages/engine/measures/scorecard.ts'
import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { Filter } from '../../base/figures/filter.ts'
import type { Bitset } from '../../base/kernels/bitset.ts'
import {
  proportionDifference,
  proportionRatio,
  splitGap,
  type Proportion,
  type SplitGap
} from '../../base/stats/compare-proportions.ts'
import { filterOn } from '../../population/panels/base/figures.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { notRecorded } from '../../population/selection/dimension.ts'
import { tallySoFar } from '../projection/so-far.ts'
import { scoreFigure } from '../rates/rate-figures.ts'
import type { Rate } from '../rates/rate.ts'
import { peopleByValue } from '../attribution/people-by-value.ts'

/** The people of a value of a dimension. */
export interface ValuePeople {
  readonly value: string
  readonly label: string
  readonly unrecorded: boolean
  readonly filter: Filter
  readonly members: Bitset
}

/** The same with what a rate comes to for them. */
export interface GroupCases extends ValuePeople {
  readonly rate: Figure
  readonly cases: Proportion
}

/** The people in view by value of a dimension. */
export function valuesOf(view: PeopleView, dimension: string): readonly ValuePeople[] {
  const people = peopleByValue(view, dimension)
  return view.population.dimension(dimension).values.map(({ value, label }, code) => ({
    value,
    label,
    unrecorded: value === notRecorded.value,
    filter: filterOn(dimension, value),
    members: people[code]!
  }))
}

/** The groups in which somebody is eligible for a rate: most first, those of whom nothing is recorded last. */
export function groupCases(
  view: PeopleView,
  rate: Rate,
  values: readonly ValuePeople[],
  provenance: Provenance
): readonly GroupCases[] {
  const { population, asOf, filters } = view
  const found = values.flatMap((each): GroupCases[] => {
    const tally = tallySoFar(view, rate, each.members)
    if (tally.eligible === 0) return []
    const figure = scoreFigure({ population, asOf, filters: [...filters, each.filter] }, rate, tally, provenance)
    return [{ ...each, rate: figure, cases: { met: tally.numerator, of: tally.eligible } }]
  })
  return found.sort((a, b) => Number(a.unrecorded) - Number(b.unrecorded) || b.cases.of - a.cases.of)
}

/** Splits gaps of a rate by practice, with the people who have none as one more. */
export function practiceSplit(
  view: PeopleView
): (rate: Rate, members: Bitset, reference: Bitset) => SplitGap | undefined {
  const places = peopleByValue(view, 'practice')
  const all = [...places, restOf(view, places)]
  return (rate, members, reference) => {
    const casesIn = (people: Bitset, place: Bitset): Proportion => {
      const { numerator, eligible } = tallySoFar(
        view,
        rate,
        people.map((word, index) => word & place[index]!)
      )
      return { met: numerator, of: eligible }
    }
    return splitGap(all.map((place) => [casesIn(members, place), casesIn(reference, place)]))
  }
}

/** The people in view who have no practice. */
function restOf({ population, asOf, filters }: PeopleView, places: readonly Bitset[]): Uint32Array {
  const rest = Uint32Array.from(population.select(asOf, filters))
  for (const place of places) for (let index = 0; index < rest.length; index++) rest[index]! &= ~place[index]!
  return rest
}

/** The difference of two rates in points of percent. */
export function gapFigure(group: Proportion, reference: Proportion, provenance: Provenance): Figure {
  const gap = proportionDifference(group, reference)
  if (gap === undefined) return { value: undefined, unit: 'number', missing: m.nobodyIsEligible, provenance }
  const { low, high, ...about } = gap.interval
  return {
    value: gap.value * 100,
    unit: 'number',
    interval: { low: low * 100, high: high * 100, ...about },
    people: group.of,
    provenance
  }
}

/** The quotient of two rates. */
export function ratioFigure(group: Proportion, reference: Proportion, provenance: Provenance): Figure {
  const ratio = proportionRatio(group, reference)
  if (ratio === undefined) return { value: undefined, unit: 'ratio', missing: m.nobodyOfOneOfTheGroups, provenance }
  return { value: ratio.value, unit: 'ratio', interval: ratio.interval, people: group.of, provenance }
}

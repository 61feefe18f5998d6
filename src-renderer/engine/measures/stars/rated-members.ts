import { engineMeasuresStarsMessages as m } from '#messages/engine/measures/stars.ts'
import type { Day, Filter } from '../../base/figures/filter.ts'
import { countBits, type Bitset } from '../../base/kernels/bitset.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { ofTheLiving } from '../../population/panels/base/view.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import type { MeasureInput } from '../rates/measure-input.ts'
import { dayOfIso, isoOfDay } from '../rates/iso-day.ts'
import { ageFilter } from '../attribution/age-span.ts'
import { lineFilter } from '../attribution/line-of-business.ts'
import { unitDimension } from '../attribution/unit-dimensions.ts'
import type { StarLink } from '../star-tables/star-table.ts'

/** Whose care Star ratings are about: the Medicare members among the people in view, who are taken for one contract. */
export interface RatedMembers {
  readonly everybody: boolean
  /** What leaves these people of those in view. */
  readonly filters: readonly Filter[]
  readonly people: Bitset
  /** People in view whose coverage does not tell whether they are members. */
  readonly unknown: number
  /** Members on July 1 of the year that is measured, by which CMS counts a contract's enrollment. */
  readonly enrolled: number
  /** Why nobody can be rated, in words for a sentence. */
  readonly reason: string | undefined
}

/** The period that is measured; that of the first measure, for all have the same. */
export function periodOf({ measures }: MeasureInput): MeasurementPeriod | undefined {
  return measures[0]?.run.key.period
}

/** The last day of a period with data: membership and enrollment are read there. */
function lastKnownDay(view: PeopleView, end: Day): Day {
  return Math.min(end, view.span.last ?? view.asOf)
}

/** The middle of a period's last year, or what is known of it. */
function enrollmentDay(view: PeopleView, end: Day): Day {
  return lastKnownDay(view, dayOfIso(`${isoOfDay(end).slice(0, 4)}-07-01`))
}

/**
 * The members of Medicare among the people in view on the last known day of the period, for CMS rates their contracts
 * alone. The Coverage in force tells: its type, else its names, which from 65 years on tell only where Medicare is in them.
 * @param everybody rates all people in view, which no contract is rated by
 */
export function ratedMembers(view: PeopleView, input: MeasureInput, everybody = false): RatedMembers {
  const { population, asOf, filters } = view
  unitDimension(input, 'plan')
  const period = periodOf(input)
  const end = period === undefined ? asOf : dayOfIso(period.end)
  const day = lastKnownDay(view, end)
  const medicare = everybody ? [] : [lineFilter('medicare', day)]
  // As they were at the end of the period, like the people of its rates.
  const then = Math.min(end, asOf)
  const people = population.select(then, [...filters, ...medicare])
  const count = (on: Day, added: readonly Filter[]): number =>
    countBits(population.select(on, ofTheLiving([...filters, ...added])))
  const unknown = count(then, [lineFilter('unknown', day)])
  const nobody = countBits(people) === 0
  return {
    everybody,
    filters: medicare,
    people,
    unknown,
    enrolled: count(
      enrollmentDay(view, end),
      medicare.length === 0 ? [] : [lineFilter('medicare', enrollmentDay(view, end))]
    ),
    reason: !nobody
      ? undefined
      : everybody
        ? m.nobodyIsInView
        : unknown > 0
          ? m.theCoverageInTheseDataDoes
          : m.nobodyInViewIsAMedicare
  }
}

/** What leaves the people whom a measure of the table rates, of those in view: members of the ages that it names. */
export function ratedFilters(view: PeopleView, members: RatedMembers, link: StarLink, end: Day): readonly Filter[] {
  return link.ages === undefined ? members.filters : [...members.filters, ageFilter(view.population, link.ages, end)]
}

/** The people whom a measure of the table rates in a period that ends with a day: this year's, or an earlier one's. */
export function ratedPeople(view: PeopleView, members: RatedMembers, link: StarLink, end: Day): Bitset {
  const ages = link.ages === undefined ? [] : [ageFilter(view.population, link.ages, end)]
  const line = members.everybody ? [] : [lineFilter('medicare', lastKnownDay(view, end))]
  return view.population.select(Math.min(end, view.asOf), [...view.filters, ...line, ...ages])
}

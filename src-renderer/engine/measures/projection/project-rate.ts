import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'
import type { Bitset } from '../../base/kernels/bitset.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { PeopleView } from '../../population/panels/base/people-view.ts'
import { dayText } from '#shared/messages/day-text.ts'
import { dayOfIso } from '../rates/iso-day.ts'
import { comparisonPeriods } from '../rates/period-progress.ts'
import type { Rate } from '../rates/rate.ts'
import { tallyRate } from '../rates/rate-tally.ts'
import { runOver } from '../rates/run-over.ts'
import { yearEnd, type YearEnd } from './year-end.ts'

/** A projection, or why there is none, in words for a sentence. */
export type Projection = { readonly end: YearEnd } | { readonly reason: string }

/** Fewest cases of last year that a year is projected from. */
const MIN_CASES = 30

/**
 * Projects a rate whose period is not over from last year's course up to the same day and from there to the end.
 * @param people whom the rate counts, given the last day of a period
 */
export function projectRate(view: PeopleView, rate: Rate, people: (end: Day) => Bitset): Projection {
  const { period } = rate.run.key
  const pair = comparisonPeriods(period, view.span.last)
  const lastYear = comparisonPeriods(period, undefined).before
  const { first } = view.span
  if (first !== undefined && first > dayOfIso(lastYear.start)) {
    return { reason: m.theDataBeginOnAfterLast(dayText(first)) }
  }
  const [now, then, end] = [pair.now, pair.before, lastYear].map((each) => runOver(rate, each)?.groups[rate.at])
  if (now === undefined || then === undefined || end === undefined) {
    return { reason: m.lastYearWasNotRunUp }
  }
  const [nowPeople, thenPeople] = [people(rate.end), people(dayOfIso(lastYear.end))]
  const { eligible } = tallyRate(end, rate.definition, thenPeople)
  if (eligible < MIN_CASES) return { reason: m.lastYearHadNAndAre(eligible, MIN_CASES) }
  const projected = yearEnd({ now, nowPeople, then, end, thenPeople }, rate.run.patients)
  return projected === undefined ? { reason: m.nobodyIsEligibleSoFar } : { end: projected }
}

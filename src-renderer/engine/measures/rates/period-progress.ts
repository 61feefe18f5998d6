import { engineMeasuresRatesMessages as m } from '#messages/engine/measures/rates.ts'
import type { PeriodProgress } from '../results/period-progress.ts'
import { addYears, civilFromDay } from '../../base/fhir/calendar.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import type { Day } from '../../base/figures/filter.ts'
import { dayOfYearText, dayText } from '#shared/messages/day-text.ts'
import { dayOfIso, isoOfDay } from './iso-day.ts'

/** Two periods of equal length, a year apart. */
export interface PeriodPair {
  readonly now: MeasurementPeriod
  readonly before: MeasurementPeriod
}

/** @param lastDay last day with regular data; an as-of day before it counts in its place @returns undefined for a period whose end the data reach, or do not tell */
export function periodProgress(period: MeasurementPeriod, lastDay: Day | undefined): PeriodProgress | undefined {
  if (lastDay === undefined) return undefined
  const { start, end, asOf } = period
  const last = asOf === undefined ? lastDay : Math.min(lastDay, dayOfIso(asOf))
  const [from, to] = [dayOfIso(start), dayOfIso(end)]
  if (last >= to) return undefined
  const day = Math.max(0, last - from + 1)
  const days = to - from + 1
  return { through: last, day, days, share: day / days }
}

/**
 * The last day of the records that a period counts, where it is after a day that is looked at: its results do not show what
 * was known on that day.
 * @param lastDay last day with regular data
 * @returns undefined where no later record of the period counts
 */
export function countsAfter(period: MeasurementPeriod, asOf: Day, lastDay: Day | undefined): Day | undefined {
  const through = periodProgress(period, lastDay)?.through ?? dayOfIso(period.end)
  return through > asOf ? through : undefined
}

/**
 * What a period is compared with: the same period a year earlier, and while it runs, the part of both years up to the same
 * day. Both sides are measured alike, so that a rate that rises until December is not held against a whole year.
 */
export function comparisonPeriods(period: MeasurementPeriod, last: Day | undefined): PeriodPair {
  const progress = periodProgress(period, last)
  const now = progress === undefined ? period : { ...period, end: isoOfDay(progress.through) }
  // The first day is moved by way of the day before it, so that a leap day neither opens nor closes a gap.
  const first = addYears(dayOfIso(now.start) - 1, -1) + 1
  const before: MeasurementPeriod = {
    start: isoOfDay(first),
    end: isoOfDay(yearBefore(dayOfIso(now.end))),
    ...(period.eligibility === undefined ? {} : { eligibility: period.eligibility })
  }
  // What was known a year earlier is compared with what was known on the as-of day; a whole year is known whole.
  const { asOf } = period
  if (asOf === undefined || last === undefined) return { now, before }
  return { now, before: { ...before, asOf: isoOfDay(yearBefore(dayOfIso(asOf))) } }
}

/** The same day a year earlier; the last day of February stays the last. */
function yearBefore(day: Day): Day {
  const tomorrow = civilFromDay(day + 1)
  return tomorrow.day === 1 ? addYears(day + 1, -1) - 1 : addYears(day, -1)
}

/** `day 304 of 365`: how far a running period is. */
export function dayOfPeriod({ day, days }: PeriodProgress): string {
  return m.dayDayOfDays(day, days)
}

/** `to Oct 31 (day 304 of 365)`: up to when the data reach into a running period. */
export function periodProgressText(progress: PeriodProgress, { start, end }: MeasurementPeriod): string {
  const year = start.slice(0, 4)
  const isYear = start === `${year}-01-01` && end === `${year}-12-31`
  const isWithin = isYear && isoOfDay(progress.through).startsWith(year)
  return m.toDay((isWithin ? dayOfYearText : dayText)(progress.through), dayOfPeriod(progress))
}

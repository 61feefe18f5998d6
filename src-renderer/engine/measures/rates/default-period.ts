import type { Day } from '../../base/figures/filter.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import { isoOfDay } from './iso-day.ts'
import { periodProgress } from './period-progress.ts'

const dayMs = 86_400_000
/** From this share of a year on its rates say enough to be shown first. */
const enoughOfYear = 0.75

/** A calendar year. */
export function periodOfYear(year: number): MeasurementPeriod {
  return { start: `${year}-01-01`, end: `${year}-12-31` }
}

/** The twelve months that end with a day; that day is in it, the same day a year before is not. */
export function twelveMonthsTo(day: Day): MeasurementPeriod {
  const end = new Date(day * dayMs)
  const start = new Date(Date.UTC(end.getUTCFullYear() - 1, end.getUTCMonth(), end.getUTCDate() + 1))
  // From February 29 the year before has no such day, and its first of March is the day after.
  if (end.getUTCMonth() === 1 && end.getUTCDate() === 29) start.setTime(Date.UTC(end.getUTCFullYear() - 1, 2, 1))
  return { start: start.toISOString().slice(0, 10), end: isoOfDay(day) }
}

/**
 * The period that is shown first: the calendar year of the last day with data once they cover three quarters of it; before
 * that the twelve months up to the day, for a young year says little.
 */
export function defaultMeasurementPeriod(last: Day): MeasurementPeriod {
  const year = periodOfYear(new Date(last * dayMs).getUTCFullYear())
  const progress = periodProgress(year, last)
  return progress !== undefined && progress.share < enoughOfYear ? twelveMonthsTo(last) : year
}

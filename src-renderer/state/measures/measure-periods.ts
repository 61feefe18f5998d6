import { dayText } from '#shared/messages/day-text.ts'
import { monthName } from '#shared/messages/month-name.ts'
import { stateMeasuresMessages as m } from '#messages/state/measures.ts'
import { periodOfYear, defaultMeasurementPeriod, twelveMonthsTo } from '#engine/measures/rates/default-period.ts'
import { countsAfter, periodProgress, periodProgressText } from '#engine/measures/rates/period-progress.ts'
import { isSamePeriod, periodKey } from '#engine/measures/definition/period-key.ts'
import { dayOfIso } from '#engine/measures/rates/iso-day.ts'
import { periodLabel } from '#engine/measures/rates/period-label.ts'
import { eligibilityText } from '#engine/measures/definition/eligibility.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import type { Day } from '#engine/base/figures/filter.ts'

/** A period that can be chosen, in words. */
export interface PeriodChoice {
  /** `year-2026`, `rolling-2026-10-31`, `month-2026-10`, `days-2026-01-01-2026-03-31` */
  readonly id: string
  readonly kind: 'year' | 'rolling' | 'month' | 'days'
  readonly label: string
  readonly period: MeasurementPeriod
}

const dayMs = 86_400_000
function iso(time: number): string {
  return new Date(time).toISOString().slice(0, 10)
}

function dateOf(day: Day): Date {
  return new Date(day * dayMs)
}

/** A calendar year. */
export function yearPeriod(year: number): PeriodChoice {
  return {
    id: `year-${year}`,
    kind: 'year',
    label: String(year),
    period: periodOfYear(year)
  }
}

/** The calendar year of a day. */
export function yearOf(day: Day): PeriodChoice {
  return yearPeriod(dateOf(day).getUTCFullYear())
}

/** The twelve months that end with a day; that day is in it, the same day a year before is not. */
export function rollingPeriod(day: Day): PeriodChoice {
  const period = twelveMonthsTo(day)
  const label = m.n12MonthsTo(dayText(day))
  return { id: `rolling-${period.end}`, kind: 'rolling', label, period }
}

/** Any period, called by its days. */
export function ownPeriod(period: MeasurementPeriod): PeriodChoice {
  const asOf = period.asOf === undefined ? '' : m.asOf(dayText(dayOfIso(period.asOf)))
  const rules = eligibilityText(period.eligibility)
  return {
    id: `days-${periodKey(period)}`,
    kind: 'days',
    label: `${periodLabel(period)}${asOf}${rules === undefined ? '' : `, ${rules}`}`,
    period
  }
}

/** A calendar month; `month` counts from 0. */
function monthPeriod(year: number, month: number): PeriodChoice {
  const first = new Date(Date.UTC(year, month, 1))
  const last = Date.UTC(year, month + 1, 0)
  const name = iso(first.getTime()).slice(0, 7)
  return {
    id: `month-${name}`,
    kind: 'month',
    label: `${monthName(first.getUTCMonth() + 1)} ${first.getUTCFullYear()}`,
    period: { start: `${name}-01`, end: iso(last) }
  }
}

/** The last days of the months up to a day, the newest first; a month that the day does not end is left out. */
function monthEnds(day: Day, count: number): readonly Day[] {
  const date = dateOf(day)
  const ended = dateOf(day + 1).getUTCDate() === 1 ? 1 : 0
  return Array.from(
    { length: count },
    (_, back) => Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + ended - back, 0) / dayMs
  )
}

/** Twelve months each, ending with each of the last months: a trend in which seasons do not show. */
export function trendPeriods(day: Day, count: number): readonly PeriodChoice[] {
  return monthEnds(day, count).map(rollingPeriod)
}

/** The last whole months. */
export function monthPeriods(day: Day, count: number): readonly PeriodChoice[] {
  return monthEnds(day, count).map((end) => monthPeriod(dateOf(end).getUTCFullYear(), dateOf(end).getUTCMonth()))
}

/** The last calendar quarters that are over on a day, the newest first. */
export function quarterPeriods(day: Day, count: number): readonly MeasurementPeriod[] {
  const next = dateOf(day + 1)
  const year = next.getUTCFullYear()
  const quarter = Math.floor(next.getUTCMonth() / 3)
  return Array.from({ length: count }, (_, back) => {
    const first = (quarter - 1 - back) * 3
    return { start: iso(Date.UTC(year, first, 1)), end: iso(Date.UTC(year, first + 3, 0)) }
  })
}

/** The calendar years from one day to another, the newest first. @param count most */
export function yearPeriods(first: Day | undefined, last: Day, count: number): readonly MeasurementPeriod[] {
  const to = dateOf(last).getUTCFullYear()
  const from = Math.max(to - count + 1, first === undefined ? to - 1 : dateOf(first).getUTCFullYear())
  return Array.from({ length: Math.max(1, to - from + 1) }, (_, back) => yearPeriod(to - back).period)
}

/** A running period says in its name how far the data reach. */
function named(choice: PeriodChoice, last: Day): PeriodChoice {
  const progress = periodProgress(choice.period, last)
  return progress === undefined
    ? choice
    : { ...choice, label: `${choice.label}, ${periodProgressText(progress, choice.period)}` }
}

/** The period that is shown first, see `defaultMeasurementPeriod`. */
export function defaultPeriod(last: Day): PeriodChoice {
  const year = yearOf(last)
  return isSamePeriod(defaultMeasurementPeriod(last), year.period) ? named(year, last) : rollingPeriod(last)
}

/** Most calendar years that are offered, and that a trend is of. */
export const maxYears = 5

/**
 * The periods to choose from: calendar years with data, the newest first, and the twelve months up to the day.
 * @param first first day with data, undefined when it is not known
 * @param asOf the day up to which there is data, or which is looked from
 */
export function periodChoices(first: Day | undefined, asOf: Day): readonly PeriodChoice[] {
  const last = dateOf(asOf).getUTCFullYear()
  const from = Math.max(last - maxYears + 1, first === undefined ? last - 1 : dateOf(first).getUTCFullYear())
  const years = Array.from({ length: Math.max(1, last - from + 1) }, (_, back) => named(yearPeriod(last - back), asOf))
  return [...years, rollingPeriod(asOf)]
}

/** Results that count records of days after the one that is looked at. */
export interface LaterRecords {
  /** Last day of the records that count. */
  readonly through: Day
  /** The same period with the records up to the day alone; the default one of that day where it had not begun. */
  readonly period: MeasurementPeriod
}

/**
 * What a period counts that was not known on the as-of date, and the period that leaves it out.
 * @param last last day with data
 * @returns undefined where nothing later counts
 */
export function laterRecords(period: MeasurementPeriod, asOf: Day, last: Day): LaterRecords | undefined {
  const through = countsAfter(period, asOf, last)
  if (through === undefined) return undefined
  const begun = dayOfIso(period.start) <= asOf ? period : defaultMeasurementPeriod(asOf)
  return { through, period: { ...begun, asOf: iso(asOf * dayMs) } }
}

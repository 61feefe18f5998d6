import { commonMessages as common } from '#messages/common.ts'
import { monthName } from '#shared/messages/month-name.ts'
import { addMonths, civilFromDay, monthStart } from '../../../base/fhir/calendar.ts'
import type { Day } from '../../../base/figures/filter.ts'

/** A calendar month or quarter; the last one ends on the as-of date. */
export interface Period {
  readonly start: Day
  readonly end: Day
  readonly label: string
  /** The period goes on after the as-of date. */
  readonly incomplete: boolean
}

/** E.g. `Oct 2026`. @param month months since year 0 */
export function monthLabelOf(month: number): string {
  return `${monthName((month % 12) + 1)} ${Math.floor(month / 12)}`
}

/** E.g. `Oct 2026`. */
export function monthLabel(day: Day): string {
  const { year, month } = civilFromDay(day)
  return `${monthName(month)} ${year}`
}

function quarterLabel(day: Day): string {
  const { year, month } = civilFromDay(day)
  return common.quarterOfYear(Math.ceil(month / 3), year)
}

function quarterStart(day: Day): Day {
  return addMonths(monthStart(day), -((civilFromDay(day).month - 1) % 3))
}

function periodsUpTo(
  asOf: Day,
  count: number,
  firstDay: Day | undefined,
  startOf: (day: Day) => Day,
  months: number,
  labelOf: (day: Day) => string
): Period[] {
  const periods: Period[] = []
  for (let start = startOf(asOf); periods.length < count; start = addMonths(start, -months)) {
    const last = addMonths(start, months) - 1
    if (periods.length > 0 && (firstDay === undefined || last < firstDay)) break
    periods.push({ start, end: Math.min(last, asOf), label: labelOf(start), incomplete: last > asOf })
  }
  return periods.reverse()
}

/**
 * Months up to the as-of date, oldest first.
 * @param firstDay months that end before it are left out
 */
export function monthsUpTo(asOf: Day, count: number, firstDay: Day | undefined): Period[] {
  return periodsUpTo(asOf, count, firstDay, monthStart, 1, monthLabel)
}

/** Quarters up to the as-of date, oldest first. */
export function quartersUpTo(asOf: Day, count: number, firstDay: Day | undefined): Period[] {
  return periodsUpTo(asOf, count, firstDay, quarterStart, 3, quarterLabel)
}

/** Some whole months from the one that begins on `start`, oldest first. */
export function calendarMonths(start: Day, count: number): Period[] {
  return Array.from({ length: count }, (_, index) => {
    const begin = addMonths(start, index)
    return { start: begin, end: addMonths(start, index + 1) - 1, label: monthLabel(begin), incomplete: false }
  })
}

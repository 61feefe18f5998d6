import { screensCommonMessages as m } from '#messages/screens/common.ts'
import { eligibilityText } from '#engine/measures/definition/eligibility.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'
import { fromIsoDay } from '../../ui/format/day.ts'
import type { Format } from '../../ui/format/format.ts'

/** A period in words: "2026" for a calendar year, else its first and last day; and the day up to which records count, and rules of eligibility. */
export function periodText(period: MeasurementPeriod, format: Pick<Format, 'day'>): string {
  const asOf = period.asOf === undefined ? undefined : (fromIsoDay(period.asOf) ?? period.asOf)
  const parts = [
    daysText(period, format),
    asOf === undefined ? undefined : m.asOfAsOf(typeof asOf === 'number' ? format.day(asOf) : asOf),
    eligibilityText(period.eligibility)
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}

function daysText({ start, end }: MeasurementPeriod, format: Pick<Format, 'day'>): string {
  const year = start.slice(0, 4)
  if (start === `${year}-01-01` && end === `${year}-12-31`) return year
  const [first, last] = [fromIsoDay(start), fromIsoDay(end)]
  return first === undefined || last === undefined
    ? m.startToEnd(start, end)
    : m.startToEnd(format.day(first), format.day(last))
}

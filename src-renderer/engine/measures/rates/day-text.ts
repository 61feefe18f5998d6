import { monthName } from '#shared/messages/month-name.ts'
import { civilFromDay } from '../../base/fhir/calendar.ts'
import type { Day } from '../../base/figures/filter.ts'

/** `14 Aug 2026`, for sentences. */
export function dayText(day: Day): string {
  const { year, month, day: date } = civilFromDay(day)
  return `${date} ${monthName(month)} ${year}`
}

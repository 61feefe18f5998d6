import { civilFromDay } from '../../base/fhir/calendar.ts'
import type { Day } from '../../base/figures/filter.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** `14 Aug 2026`, for sentences. */
export function dayText(day: Day): string {
  const { year, month, day: date } = civilFromDay(day)
  return `${date} ${months[month - 1]!} ${year}`
}

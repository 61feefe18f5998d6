import { activeLocale } from './locale.ts'

const DAY_MS = 86_400_000
const withYear = new Intl.DateTimeFormat(activeLocale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC'
})
const withoutYear = new Intl.DateTimeFormat(activeLocale, { day: 'numeric', month: 'short', timeZone: 'UTC' })

/** A day for sentences in the language in force, e.g. `Aug 14, 2026`. @param day days since 1970-01-01 */
export function dayText(day: number): string {
  return withYear.format(day * DAY_MS)
}

/** A day of a year that the text names already, e.g. `Aug 14`. @param day days since 1970-01-01 */
export function dayOfYearText(day: number): string {
  return withoutYear.format(day * DAY_MS)
}

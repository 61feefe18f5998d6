import { uiFormatMessages as m } from '#messages/ui/format.ts'
import type { Day } from '#engine/base/figures/filter.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

const styles = {
  day: { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' },
  month: { month: 'short', year: 'numeric', timeZone: 'UTC' },
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  time: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }
} satisfies Record<string, Intl.DateTimeFormatOptions>

function format(millis: number, style: keyof typeof styles, locale: string): string {
  const key = `${locale}|${style}`
  let known = formats.get(key)
  if (known === undefined) {
    known = new Intl.DateTimeFormat(locale, styles[style])
    formats.set(key, known)
  }
  return known.format(millis)
}

/** A day with its month as a word, e.g. "Oct 31, 2026". */
export function formatDay(day: Day, locale: string): string {
  return format(day * 86_400_000, 'day', locale)
}

/** The month of a day, e.g. "Oct 2026". */
export function formatMonth(day: Day, locale: string): string {
  return format(day * 86_400_000, 'month', locale)
}

/** A moment in local time, 24 hours. @param millis milliseconds since 1970 */
export function formatMoment(millis: number, locale: string): string {
  return format(millis, 'time', locale)
}

/** The local time of day, e.g. "02:14" or "02:14:07". @param millis milliseconds since 1970 */
export function formatClock(millis: number, withSeconds: boolean, locale: string): string {
  return format(millis, withSeconds ? 'seconds' : 'clock', locale)
}

/** How old something is, e.g. "2 days old". @param days whole days, negative counts as none */
export function formatAge(days: number): string {
  if (days < 1) return m.fromToday
  if (days < 60) return m.daysOld(days)
  return days < 730 ? m.monthsOld(Math.round(days / 30.44)) : m.yearsOld(Math.floor(days / 365.25))
}

/** The ISO form of a day, e.g. "2026-10-31", as date inputs use it. */
export function toIsoDay(day: Day): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10)
}

/** @returns the day of an ISO date, `undefined` when there is no such day in the calendar */
export function fromIsoDay(text: string): Day | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined
  const millis = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(millis)) return undefined
  const day = millis / 86_400_000
  return toIsoDay(day) === text ? day : undefined
}

/** Last day of the month that lies `months` months from the month of `day`. */
export function endOfMonth(day: Day, months: number): Day {
  const date = new Date(day * 86_400_000)
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months + 1, 0) / 86_400_000
}

/** Last day of the calendar quarter that lies `quarters` quarters from the quarter of `day`. */
export function endOfQuarter(day: Day, quarters: number): Day {
  const month = new Date(day * 86_400_000).getUTCMonth()
  return endOfMonth(day, 2 - (month % 3) + quarters * 3)
}

import type { Schedule } from '#shared/schedule.ts'
import type { Format } from '../../../ui/format/format.ts'

/** 0 is Sunday. 4 January 1970 was one. @returns e.g. "Mon" */
export function weekdayName(weekday: number, locale: string, style: 'short' | 'long' = 'short'): string {
  return new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' }).format(Date.UTC(1970, 0, 4 + weekday))
}

/** The days of the week in the order of a working week. */
export const weekOrder = [1, 2, 3, 4, 5, 6, 0] as const

/** A schedule in one line, e.g. "Every day at 02:00, on mains power". */
export function scheduleLine(schedule: Schedule, { locale }: Pick<Format, 'locale'>): string {
  const { enabled, times, weekdays, onBattery, window } = schedule
  if (!enabled) return 'Off'
  if (times.length === 0 || weekdays.length === 0) return 'On, but without a time or a day'
  const chosen = weekOrder.filter((day) => weekdays.includes(day))
  const days =
    chosen.length === 7
      ? 'Every day'
      : chosen.join() === '1,2,3,4,5'
        ? 'Monday to Friday'
        : chosen.map((day) => weekdayName(day, locale)).join(', ')
  const at = [...times].sort().join(' and ')
  return [
    `${days} at ${at}`,
    ...(window === undefined ? [] : [`between ${window.from} and ${window.to}`]),
    ...(onBattery ? [] : ['on mains power'])
  ].join(', ')
}

/** What has to be set before a schedule can run, as a sentence; `undefined` when nothing has. */
export function scheduleProblem({ enabled, times, weekdays, blackout }: Schedule): string | undefined {
  if (times.includes('')) return 'Type every time, or remove it.'
  if (new Set(times).size < times.length) return 'Each time is needed once only.'
  if (blackout.some(({ from, to }) => from === '' || to === '' || to < from))
    return 'Each pause needs a first day and a last day that is not before it.'
  if (!enabled) return undefined
  if (times.length === 0) return 'Add a time.'
  return weekdays.length === 0 ? 'Choose a day.' : undefined
}

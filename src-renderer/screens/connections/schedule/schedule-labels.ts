import { screensConnectionsScheduleMessages as m } from '#messages/screens/connections/schedule.ts'
import { defaultTime, isInDayWindow, type Schedule } from '#shared/schedule.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import type { Format } from '../../../ui/format/format.ts'

const firstHour = Number(defaultTime.slice(0, 2))
const hours = Array.from({ length: 24 }, (_, index) => String((index + firstHour) % 24).padStart(2, '0'))
/** Times of day in the order in which they are proposed: those on the hour come first. */
const halfHours = [...hours.map((hour) => `${hour}:00`), ...hours.map((hour) => `${hour}:30`)]

/** 0 is Sunday. January 4, 1970 was one. @returns e.g. "Mon" */
export function weekdayName(weekday: number, locale: string, style: 'short' | 'long' = 'short'): string {
  return new Intl.DateTimeFormat(locale, { weekday: style, timeZone: 'UTC' }).format(Date.UTC(1970, 0, 4 + weekday))
}

/** The days of the week in the order of a working week. */
export const weekOrder = [1, 2, 3, 4, 5, 6, 0] as const

/** What a schedule of a connection needs of the program. Only the desktop program has a tray. */
export function runHint(connection: string, host: 'electron' | 'loopback'): string {
  return m.populusHasToRunAlsoIn(connection, host === 'electron')
}

/** A schedule in one line, e.g. "Every day at 02:00, on mains power". */
export function scheduleLine(schedule: Schedule, { locale }: Pick<Format, 'locale'>): string {
  const { enabled, times, weekdays, onBattery, window, zone } = schedule
  if (!enabled) return m.off
  if (times.length === 0 || weekdays.length === 0) return m.onButWithoutATimeOr
  const chosen = weekOrder.filter((day) => weekdays.includes(day))
  const days =
    chosen.length === 7
      ? m.everyDay
      : chosen.join() === '1,2,3,4,5'
        ? m.mondayToFriday
        : chosen.map((day) => weekdayName(day, locale)).join(', ')
  const timesText = new Intl.ListFormat(locale).format([...times].sort())
  return [
    m.daysAtAt(days, timesText),
    ...(zone === undefined ? [] : [m.timeOfZone(zone)]),
    ...(window === undefined ? [] : [m.betweenFromAndTo(window.from, window.to)]),
    ...(onBattery ? [] : [m.onMainsPower])
  ].join(', ')
}

/** A run to come, marked when it is the retry of a failed one. @param time milliseconds since 1970 */
export function nextRunText(time: number, retryAt: number | undefined, { moment }: Pick<Format, 'moment'>): string {
  return time === retryAt ? m.theRetryAt(moment(time)) : moment(time)
}

/**
 * A time of day that a schedule does not have yet and at which it may begin, on the hour where one is free, at the beginning
 * of a span that has neither a full nor a half hour; `undefined` when there is none.
 */
export function freeTime({ times, window }: Pick<Schedule, 'times' | 'window'>): string | undefined {
  if (times.length >= halfHours.length) return undefined
  const allowed =
    window === undefined ? halfHours : [...halfHours.filter((time) => isInDayWindow(window, time)), window.from]
  return allowed.find((time) => !times.includes(time))
}

/** Why a schedule gets no further time where {@link freeTime} finds none. */
export function noFreeTime({ times }: Pick<Schedule, 'times'>): string {
  return times.length >= halfHours.length ? m.thereIsRoomForNoMoreTimes : m.theSpanHasNoOtherTime
}

/** Times at which nothing begins because they are not in the span of the schedule, earliest first. */
export function timesOutside({ times, window }: Pick<Schedule, 'times' | 'window'>): readonly string[] {
  return window === undefined
    ? []
    : times
        .filter((time) => time !== '' && !isInDayWindow(window, time))
        .sort((a, b) => a.localeCompare(b, activeLocale))
}

/** Which times of a schedule are of no use, and what to do about them; `undefined` when all are in its span. */
export function outsideNote(schedule: Pick<Schedule, 'times' | 'window'>): string | undefined {
  const { window } = schedule
  const outside = timesOutside(schedule)
  return window === undefined || outside.length === 0
    ? undefined
    : m.outsideTheSpan(outside.join(', '), window.from, window.to, outside.length)
}

/** What has to be set before a schedule can run, as a sentence; `undefined` when nothing has. */
export function scheduleProblem({ enabled, times, weekdays, blackout, zone }: Schedule): string | undefined {
  if (times.includes('')) return m.typeEveryTimeOrRemoveIt
  if (new Set(times).size < times.length) return m.eachTimeIsNeededOnceOnly
  if (blackout.some(({ from, to }) => from === '' || to === '' || to < from)) return m.eachPauseNeedsAFirstDay
  if (zone !== undefined && !isZone(zone)) return m.thisComputerDoesNotKnowTheTimeZone(zone)
  if (!enabled) return undefined
  if (times.length === 0) return m.addATimeSentence
  return weekdays.length === 0 ? m.chooseADay : undefined
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat(activeLocale, { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    // A RangeError: the name is none that this computer knows.
    return false
  }
}

/** The time zone of this computer where a schedule has another one, so that times in both are told apart. */
export function otherZone({ zone }: Schedule): string | undefined {
  const here = new Intl.DateTimeFormat(activeLocale).resolvedOptions().timeZone
  return zone === undefined || zone === here ? undefined : here
}

import { servicesMessages as m } from '#messages/services.ts'
import { AppError } from '#shared/app-error.ts'
import { isInDayWindow, type Schedule } from '#shared/schedule.ts'
import {
  addDays,
  dayAt,
  isKnownZone,
  isoDay,
  minutesOf,
  wallClock,
  wallOf,
  weekdayOf,
  zonedInstant
} from './zone-time.ts'

/** A weekday and a blackout of some years both have an end within this. */
const maxDays = 1500
const minuteMs = 60_000
const dayMinutes = 1440

/**
 * The next time that a schedule begins a run, strictly after an instant. Each time of a day happens once: when the clock is
 * put forward over it, right after the gap; when the clock is put back, the first time it shows it.
 * @param after milliseconds since 1970
 * @param systemZone IANA zone for a schedule that names none
 * @returns `undefined` when there is none, also in a zone that this computer does not know
 */
export function nextRun(schedule: Schedule, after: number, systemZone: string): number | undefined {
  const { enabled, times, weekdays, window } = schedule
  if (!enabled || times.length === 0 || weekdays.length === 0) return undefined
  const zone = schedule.zone ?? systemZone
  if (!isKnownZone(zone)) return undefined
  const minutes = [...new Set(times)]
    .filter((time) => window === undefined || isInDayWindow(window, time))
    .map(minutesOf)
  const first = dayAt(after, zone)
  // A gap may move the last time of the day before into this day.
  for (let ahead = -1; ahead < maxDays; ahead += 1) {
    const day = addDays(first, ahead)
    if (!weekdays.includes(weekdayOf(day)) || isBlackout(schedule, isoDay(day))) continue
    const found = minutes.map((minute) => zonedInstant(wallOf(day, minute), zone)).filter((instant) => instant > after)
    if (found.length > 0) return Math.min(...found)
  }
  return undefined
}

/** @throws AppError `invalid-input` for a schedule in a time zone that this computer does not know */
export function requireKnownZone({ zone }: Schedule): void {
  if (zone !== undefined && !isKnownZone(zone))
    throw new AppError('invalid-input', m.thisComputerDoesNotKnowTheTimeZone(zone))
}

/** The next runs in their order, at most `count`. */
export function nextRuns(schedule: Schedule, after: number, systemZone: string, count: number): number[] {
  const runs: number[] = []
  for (
    let index = nextRun(schedule, after, systemZone);
    index !== undefined;
    index = nextRun(schedule, index, systemZone)
  ) {
    runs.push(index)
    if (runs.length >= count) break
  }
  return runs
}

/** The newest run that was due between two instants, both included at the end only; `undefined` when none was. */
export function lastDue(schedule: Schedule, after: number, upTo: number, systemZone: string): number | undefined {
  let found: number | undefined
  // Only the newest counts, so a long absence need not be walked through from its beginning.
  const from = Math.max(after, upTo - 8 * dayMinutes * minuteMs)
  for (
    let index = nextRun(schedule, from, systemZone);
    index !== undefined && index <= upTo;
    index = nextRun(schedule, index, systemZone)
  )
    found = index
  return found
}

/** Whether a run may begin at an instant: in the window, and on no blackout day. Weekdays are for planned times only. */
export function mayBegin(schedule: Schedule, time: number, systemZone: string): boolean {
  const zone = schedule.zone ?? systemZone
  if (!isKnownZone(zone)) return false
  if (isBlackout(schedule, isoDay(dayAt(time, zone)))) return false
  if (schedule.window === undefined) return true
  return isInDayWindow(schedule.window, new Date(wallClock(time, zone)).toISOString().slice(11, 16))
}

/**
 * The first instant from which a run may begin: `from` itself, or the next beginning of the window or of a day without blackout.
 * @param before milliseconds since 1970; nothing from then on is looked for
 * @returns `undefined` when there is none before
 */
export function firstAllowed(schedule: Schedule, from: number, before: number, systemZone: string): number | undefined {
  if (from >= before) return undefined
  if (mayBegin(schedule, from, systemZone)) return from
  const zone = schedule.zone ?? systemZone
  if (!isKnownZone(zone)) return undefined
  const openings = [0, schedule.window === undefined ? 0 : minutesOf(schedule.window.from)]
  const first = dayAt(from, zone)
  for (let ahead = 0; ahead < maxDays; ahead += 1) {
    const day = addDays(first, ahead)
    for (const minute of openings) {
      const instant = zonedInstant(wallOf(day, minute), zone)
      if (instant >= before) return undefined
      if (instant > from && mayBegin(schedule, instant, systemZone)) return instant
    }
  }
  return undefined
}

function isBlackout({ blackout }: Schedule, day: string): boolean {
  return blackout.some(({ from, to }) => from <= day && day <= to)
}

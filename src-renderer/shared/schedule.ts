import * as v from 'valibot'
import { Natural } from './basic-schemas.ts'

/** Time of day, `00:00` to `23:59`. */
const TimeOfDay = v.pipe(v.string(), v.regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/))

/** When a new schedule begins, and which time of day is proposed first: nights are quiet. */
export const defaultTime = '02:00'

/** A span of the day; it may cross midnight. `from` is in it, `to` is not. */
export const DayWindow = v.object({ from: TimeOfDay, to: TimeOfDay })
export type DayWindow = v.InferOutput<typeof DayWindow>

/** Whether a time of day is in a window. One whose ends are equal is the whole day. @param time as `02:00` */
export function isInDayWindow({ from, to }: DayWindow, time: string): boolean {
  if (from === to) return true
  return from < to ? time >= from && time < to : time >= from || time < to
}

const Day = v.pipe(v.string(), v.isoDate())

/** When a connection is refreshed by itself. Times are local times of `zone`. */
export const Schedule = v.object({
  enabled: v.boolean(),
  times: v.pipe(v.array(TimeOfDay), v.maxLength(48)),
  /** 0 is Sunday. */
  weekdays: v.array(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(6))),
  /** IANA name; that of this computer when absent. */
  zone: v.optional(v.pipe(v.string(), v.maxLength(64))),
  /** An export begins only in it, retries and missed runs included. */
  window: v.optional(DayWindow),
  /** Days on which nothing begins, both ends included. */
  blackout: v.pipe(v.array(v.object({ from: Day, to: Day })), v.maxLength(200)),
  /** A run that was missed (asleep, switched off) begins up to so many hours later; 0 leaves it out. */
  catchUpHours: v.pipe(Natural, v.maxValue(168)),
  onBattery: v.boolean(),
  onMetered: v.boolean(),
  /** A failed run is tried again so often; the pauses double from this many minutes. */
  retries: v.pipe(Natural, v.maxValue(10)),
  retryMinutes: v.pipe(Natural, v.minValue(1), v.maxValue(1440)),
  /** Days after which everything is fetched in place of changes; 0 never. */
  fullEveryDays: v.pipe(Natural, v.maxValue(3650)),
  /** Say so on the desktop when a run ends. Never says anything about people. */
  notify: v.picklist(['always', 'problems', 'never'])
})
export type Schedule = v.InferOutput<typeof Schedule>

/** A schedule with what comes of it. */
export const ScheduleState = v.object({
  schedule: Schedule,
  /** The next runs, in milliseconds since 1970; the retry of a failed run is the first when it is due before the planned ones. */
  next: v.array(Natural),
  /** The first of the next runs, when that is a retry. */
  retryAt: v.optional(Natural),
  /** Why the next run waits, as a sentence. */
  holdUp: v.optional(v.string()),
  /** A planned run that did not begin and is too late to begin by itself, in milliseconds since 1970; none has begun since. */
  missedAt: v.optional(Natural)
})
export type ScheduleState = v.InferOutput<typeof ScheduleState>

import { machineLocale } from '#shared/messages/locale.ts'

/** A day of the calendar, without a zone. */
export interface CalendarDay {
  readonly year: number
  readonly month: number
  readonly day: number
}

const dayMs = 86_400_000
const minuteMs = 60_000
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(machineLocale, {
    timeZone: zone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric'
  })
  formats.set(zone, made)
  return made
}

/** Whether this computer knows a zone. @param zone IANA name */
export function isKnownZone(zone: string): boolean {
  try {
    formatOf(zone)
    return true
  } catch {
    // A RangeError: another computer, or another version, knew it.
    return false
  }
}

/** What clocks of a zone show at an instant, as if it were UTC, in milliseconds. @throws RangeError for an unknown zone */
export function wallClock(instant: number, zone: string): number {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)])
  )
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0
  const wholeSecond = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
  return wholeSecond + (((instant % 1000) + 1000) % 1000)
}

/**
 * The instant at which clocks of a zone show a time. When the clock is put forward over it: the first instant after the
 * gap. When the clock is put back and shows it twice: the first of the two.
 * @param wall as {@link wallClock} gives it
 */
export function zonedInstant(wall: number, zone: string): number {
  // Offsets a day before and after are all that can hold at the time itself.
  const offsets = new Set([-dayMs, 0, dayMs].map((shift) => wallClock(wall + shift, zone) - (wall + shift)))
  const found = [...offsets].map((offset) => wall - offset).filter((instant) => wallClock(instant, zone) === wall)
  if (found.length > 0) return Math.min(...found)
  // In a gap: the clock jumps from before to behind the time; look for the jump.
  const candidates = [...offsets].map((offset) => wall - offset)
  let low = Math.min(...candidates) - dayMs / 8
  let high = Math.max(...candidates) + dayMs / 8
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (wallClock(middle, zone) >= wall) high = middle
    else low = middle
  }
  return high
}

/** The day that the calendars of a zone show at an instant. */
export function dayAt(instant: number, zone: string): CalendarDay {
  const wall = new Date(wallClock(instant, zone))
  return { year: wall.getUTCFullYear(), month: wall.getUTCMonth() + 1, day: wall.getUTCDate() }
}

/** Days later, or earlier, in the calendar. */
export function addDays({ year, month, day }: CalendarDay, days: number): CalendarDay {
  const moved = new Date(Date.UTC(year, month - 1, day + days))
  return { year: moved.getUTCFullYear(), month: moved.getUTCMonth() + 1, day: moved.getUTCDate() }
}

/** 0 is Sunday. */
export function weekdayOf({ year, month, day }: CalendarDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay()
}

/** `2026-11-25` */
export function isoDay({ year, month, day }: CalendarDay): string {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10)
}

/** What clocks show on a day so many minutes after midnight, as {@link wallClock} gives it. */
export function wallOf({ year, month, day }: CalendarDay, minutes: number): number {
  return Date.UTC(year, month - 1, day) + minutes * minuteMs
}

/** Minutes after midnight of `HH:MM`. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))
}

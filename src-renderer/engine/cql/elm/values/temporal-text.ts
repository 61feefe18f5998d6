import { daysInMonth } from '../../../base/fhir/calendar.ts'
import type { Precision } from './precision.ts'
import { civilMillis, componentOf, CqlDate, DateTime, Time } from './temporal.ts'

/**
 * The time zone of an evaluation: minutes east of UTC at a moment, told in civil milliseconds of that zone or, with
 * `utc`, of UTC.
 */
export type ZoneOffset = (millis: number, clock?: 'utc') => number

/** UTC, and any other zone that keeps one offset. */
export function fixedOffset(minutes: number): ZoneOffset {
  return () => minutes
}

const datePattern = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/
const dateTimePattern =
  /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(?:(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?)?(Z|[+-]\d\d:?\d\d)?)?)?)?T?$/
const timePattern = /^T?(\d\d)(?::(\d\d)(?::(\d\d)(?:\.(\d+))?)?)?(?:Z|[+-]\d\d:?\d\d)?$/

function number(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text)
}

function milliseconds(fraction: string | undefined): number | undefined {
  return fraction === undefined ? undefined : Number(fraction.slice(0, 3).padEnd(3, '0'))
}

function within(value: number | undefined, low: number, high: number): boolean {
  return value === undefined || (value >= low && value <= high)
}

/** Minutes of `Z` or `±hh:mm`. */
function minutesOf(zone: string): number {
  if (zone === 'Z') return 0
  const size = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))
  return zone.startsWith('-') ? -size : size
}

/**
 * Builds a DateTime from its components, of which the first missing one ends the precision.
 * @param offset minutes east of UTC as written; undefined means the zone of the evaluation
 * @returns undefined when a component is out of its range
 */
export function dateTimeOf(
  parts: readonly (number | undefined)[],
  offset: number | undefined,
  zone: ZoneOffset
): DateTime | undefined {
  const missing = parts.indexOf(undefined)
  const precision = (missing < 0 ? 7 : missing) as Precision
  const [year, month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0] = parts
  if (year === undefined || !within(year, 1, 9999) || !within(month, 1, 12)) return undefined
  if (!within(day, 1, daysInMonth(year, month)) || !within(hour, 0, 23) || !within(minute, 0, 59)) return undefined
  if (!within(second, 0, 59) || !within(millisecond, 0, 999)) return undefined
  const local = civilMillis(year, month, day, hour, minute, second, millisecond)
  if (offset === undefined) return new DateTime(local, precision, zone(local), 0)
  const shift = precision < 4 ? 0 : (zone(local - offset * 60_000, 'utc') - offset) * 60_000
  return new DateTime(local, precision, offset, shift)
}

/** The number of `length` digits at a place; NaN when there is another character. */
function digits(text: string, position: number, length: number): number {
  let value = 0
  for (let i = position; i < position + length; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return Number.NaN
    value = value * 10 + digit
  }
  return value
}

/** The form that nearly all data have, `2026-01-31T08:15:00[.000](Z|+01:00)`; undefined for any other. */
function parseFullDateTime(text: string, zone: ZoneOffset): DateTime | undefined {
  if (text.length < 20 || text.charCodeAt(10) !== 84 || text.charCodeAt(13) !== 58 || text.charCodeAt(16) !== 58) {
    return undefined
  }
  const [year, month, day] = [digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2)]
  const [hour, minute, second] = [digits(text, 11, 2), digits(text, 14, 2), digits(text, 17, 2)]
  const fraction = text.charCodeAt(19) === 46
  const millis = fraction ? digits(text, 20, 3) : 0
  const zoneStart = fraction ? 23 : 19
  let offset = 0
  if (text.charCodeAt(zoneStart) !== 90 || text.length !== zoneStart + 1) {
    const sign = text.charCodeAt(zoneStart)
    if (text.length !== zoneStart + 6 || text.charCodeAt(zoneStart + 3) !== 58 || (sign !== 43 && sign !== 45))
      return undefined
    offset = (digits(text, zoneStart + 1, 2) * 60 + digits(text, zoneStart + 4, 2)) * (sign === 45 ? -1 : 1)
  }
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return undefined
  if (!(hour <= 23 && minute <= 59 && second <= 59 && millis >= 0 && Number.isFinite(offset))) return undefined
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return undefined
  const local = civilMillis(year, month, day, hour, minute, second, millis)
  return new DateTime(local, fraction ? 7 : 6, offset, (zone(local - offset * 60_000, 'utc') - offset) * 60_000)
}

/** Reads a date or date and time of any precision, CQL's or FHIR's. Undefined when the text is none. */
export function parseCqlDateTime(text: string, zone: ZoneOffset): DateTime | undefined {
  const full = parseFullDateTime(text, zone)
  if (full !== undefined) return full
  const match = dateTimePattern.exec(text)
  if (match === null) return undefined
  const parts = [1, 2, 3, 4, 5, 6].map((index) => number(match[index]))
  return dateTimeOf([...parts, milliseconds(match[7])], match[8] === undefined ? undefined : minutesOf(match[8]), zone)
}

/** Reads a date of any precision. Undefined when the text is none. */
export function parseCqlDate(text: string): CqlDate | undefined {
  const match = datePattern.exec(text)
  return match === null ? undefined : dateOf(Number(match[1]), number(match[2]), number(match[3]))
}

/** Builds a Date; undefined when a component is out of its range. */
export function dateOf(year: number, month?: number, day?: number): CqlDate | undefined {
  if (!within(year, 1, 9999) || !within(month, 1, 12) || !within(day, 1, daysInMonth(year, month ?? 1)))
    return undefined
  return new CqlDate(civilMillis(year, month, day), month === undefined ? 1 : day === undefined ? 2 : 3)
}

/** Reads a time of day; a zone after it is ignored. Undefined when the text is none. */
export function parseCqlTime(text: string): Time | undefined {
  const match = timePattern.exec(text)
  return match === null
    ? undefined
    : timeOf(Number(match[1]), number(match[2]), number(match[3]), milliseconds(match[4]))
}

/** Builds a Time; undefined when a component is out of its range. */
export function timeOf(hour: number, minute?: number, second?: number, millisecond?: number): Time | undefined {
  if (!within(hour, 0, 23) || !within(minute, 0, 59) || !within(second, 0, 59)) return undefined
  if (!within(millisecond, 0, 999)) return undefined
  const precision = minute === undefined ? 4 : second === undefined ? 5 : millisecond === undefined ? 6 : 7
  return new Time(civilMillis(1970, 1, 1, hour, minute, second, millisecond), precision)
}

function pad(value: number, width = 2): string {
  return String(value).padStart(width, '0')
}

/** Writes a date, date and time or time of day as CQL's `ToString` does: `2014-01-01T12:30:00.000-07:00`. */
export function formatTemporal(value: CqlDate | DateTime | Time): string {
  const part = (precision: Precision): number => componentOf(value.local, precision)
  let text = ''
  if (!(value instanceof Time)) {
    text = pad(part(1), 4)
    if (value.precision >= 2) text += `-${pad(part(2))}`
    if (value.precision >= 3) text += `-${pad(part(3))}`
    if (value.precision < 4) return text
    text += 'T'
  }
  text += pad(part(4))
  if (value.precision >= 5) text += `:${pad(part(5))}`
  if (value.precision >= 6) text += `:${pad(part(6))}`
  if (value.precision === 7) text += `.${pad(part(7), 3)}`
  if (value instanceof DateTime && value.shift !== 0) {
    const size = Math.abs(value.offset)
    text += `${value.offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`
  }
  return text
}

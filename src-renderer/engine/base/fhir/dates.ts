import { NO_DAY, NO_OFFSET, type PrecisionCode } from './missing.ts'
import { civilFromDay, dayFromCivil, daysInMonth } from './calendar.ts'

/** A date or time as it was written, in numbers. Reused between calls, so copy what must stay. */
export interface DateTimeParts {
  /** Civil day as written, from 1970-01-01; a year or a month stands for its first day. */
  day: number
  /** Milliseconds within that day, 0 … 86399999. */
  millis: number
  /** Minutes east of UTC, or `NO_OFFSET` when the text names none. */
  offset: number
  /** How precisely it was written. */
  precision: PrecisionCode
}

/** Room for {@link parseDateTime} to write into. */
export function dateTimeParts(): DateTimeParts {
  return { day: NO_DAY, millis: 0, offset: NO_OFFSET, precision: 0 }
}

/** The number written in `count` digits from `position`, or -1 when one of them is no digit or is missing. */
function digits(text: string, position: number, count: number): number {
  let value = 0
  for (let i = position; i < position + count; i++) {
    const digit = text.charCodeAt(i) - 48
    if (!(digit >= 0 && digit <= 9)) return -1
    value = value * 10 + digit
  }
  return value
}

const DASH = 45
const DOT = 46
const COLON = 58
const PLUS = 43
const LETTER_T = 84
const LETTER_Z = 90

function none(out: DateTimeParts): false {
  out.day = NO_DAY
  out.millis = 0
  out.offset = NO_OFFSET
  out.precision = 0
  return false
}

/**
 * Reads a FHIR date, dateTime or instant of any precision (R4 §2.24.0.1), and also hours and minutes without seconds.
 * A leap second (`:60`) counts as the last millisecond of its minute; digits below the millisecond are dropped.
 * `24:00`, days that are not in the calendar, the year 0000 and offsets beyond 14 hours are not valid.
 * @returns false when the text is no valid date; `out` then holds no day and precision 0
 */
export function parseDateTime(text: string, out: DateTimeParts): boolean {
  const length = text.length
  const year = digits(text, 0, 4)
  if (year < 1) return none(out)
  out.millis = 0
  out.offset = NO_OFFSET
  if (length === 4) {
    out.day = dayFromCivil(year, 1, 1)
    out.precision = 1
    return true
  }
  const month = digits(text, 5, 2)
  if (text.charCodeAt(4) !== DASH || month < 1 || month > 12) return none(out)
  if (length === 7) {
    out.day = dayFromCivil(year, month, 1)
    out.precision = 2
    return true
  }
  const day = digits(text, 8, 2)
  if (text.charCodeAt(7) !== DASH || day < 1 || day > daysInMonth(year, month)) return none(out)
  out.day = dayFromCivil(year, month, day)
  out.precision = 3
  return length === 10 || parseTime(text, out) || none(out)
}

/** Reads `Thh:mm[:ss[.fff]][zone]` from position 10. */
function parseTime(text: string, out: DateTimeParts): boolean {
  const hour = digits(text, 11, 2)
  const minute = digits(text, 14, 2)
  if (text.charCodeAt(10) !== LETTER_T || text.charCodeAt(13) !== COLON) return false
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return false
  let millis = hour * 3_600_000 + minute * 60_000
  let position = 16
  out.precision = 4
  if (text.charCodeAt(position) === COLON) {
    const second = digits(text, position + 1, 2)
    if (second < 0 || second > 60) return false
    position += 3
    out.precision = 5
    let fraction = 0
    if (text.charCodeAt(position) === DOT) {
      const start = ++position
      for (
        let digit = text.charCodeAt(position) - 48;
        digit >= 0 && digit <= 9;
        digit = text.charCodeAt(++position) - 48
      ) {
        if (position - start < 3) fraction = fraction * 10 + digit
      }
      if (position === start) return false
      for (let width = position - start; width < 3; width++) fraction *= 10
      out.precision = 6
    }
    millis += second === 60 ? 59_999 : second * 1000 + fraction
  }
  out.millis = millis
  return parseZone(text, position, out)
}

/** Reads nothing, `Z` or `±hh:mm`, which must end the text. */
function parseZone(text: string, position: number, out: DateTimeParts): boolean {
  if (position === text.length) return true
  const sign = text.charCodeAt(position)
  if (sign === LETTER_Z) {
    out.offset = 0
    return position + 1 === text.length
  }
  if ((sign !== PLUS && sign !== DASH) || position + 6 !== text.length || text.charCodeAt(position + 3) !== COLON)
    return false
  const hours = digits(text, position + 1, 2)
  const minutes = digits(text, position + 4, 2)
  if (hours < 0 || minutes < 0 || minutes > 59 || hours * 60 + minutes > 840) return false
  const offset = hours * 60 + minutes
  out.offset = sign === DASH && offset > 0 ? -offset : offset
  return true
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0')
}

/**
 * Writes the parts as FHIR text, as precisely as they were written. Offset 0 is written `Z`, milliseconds in three
 * digits; otherwise the text is the one that {@link parseDateTime} read.
 * @returns '' for precision 0
 */
export function formatDateTime(day: number, millis: number, offset: number, precision: PrecisionCode): string {
  if (precision === 0 || day === NO_DAY) return ''
  const civil = civilFromDay(day)
  let text = pad(civil.year, 4)
  if (precision >= 2) text += `-${pad(civil.month, 2)}`
  if (precision >= 3) text += `-${pad(civil.day, 2)}`
  if (precision < 4) return text
  text += `T${pad(Math.floor(millis / 3_600_000), 2)}:${pad(Math.floor(millis / 60_000) % 60, 2)}`
  if (precision >= 5) text += `:${pad(Math.floor(millis / 1000) % 60, 2)}`
  if (precision === 6) text += `.${pad(millis % 1000, 3)}`
  if (offset === NO_OFFSET) return text
  if (offset === 0) return `${text}Z`
  const size = Math.abs(offset)
  return `${text}${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60), 2)}:${pad(size % 60, 2)}`
}

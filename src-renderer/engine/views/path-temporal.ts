import { civilFromDay, dayFromCivil, monthStart } from '../base/fhir/calendar.ts'
import { dateTimeParts, parseDateTime } from '../base/fhir/dates.ts'
import { NO_OFFSET } from '../base/fhir/missing.ts'

const a = dateTimeParts()
const b = dateTimeParts()

/** Digits of each precision of `dates.ts` that are compared alike: seconds and milliseconds are one precision. */
const rank = [0, 1, 2, 3, 4, 5, 5] as const
const MINUTE = 4

/** Whether the type is one whose values are compared as dates or times. */
export function isTemporal(type: string | undefined): boolean {
  return type === 'date' || type === 'dateTime' || type === 'instant' || type === 'time'
}

/** Whether both texts are dates (with or without time), or both are times of day. */
export function areTemporal(left: string, right: string): boolean {
  return parse(left, a) && parse(right, b) && isTime(left) === isTime(right)
}

function isTime(text: string): boolean {
  return text.length === 2 || text[2] === ':'
}

/** A time of day is read as one of an unnamed day. */
function parse(text: string, out: typeof a): boolean {
  if (!isTime(text)) return parseDateTime(text, out)
  return parseDateTime(`1970-01-01T${text.length === 2 ? `${text}:00` : text}`, out)
}

/**
 * Compares two dates, dateTimes or times (FHIRPath 2.0 §6.2): -1, 0 or 1, undefined when one of them is no date or when
 * their different precisions leave it open. A text without a zone counts as UTC.
 */
export function comparePathTemporal(left: string, right: string): number | undefined {
  if (!areTemporal(left, right)) return undefined
  const common = Math.min(rank[a.precision], rank[b.precision])
  const order = common < MINUTE ? compareCivil(common) : compareInstants(common)
  return order === 0 && rank[a.precision] !== rank[b.precision] ? undefined : order
}

/** Compares year, month and day as written: a zone says nothing where one side has no time. */
function compareCivil(precision: number): number {
  return Math.sign(cut(a.day, precision) - cut(b.day, precision))
}

/** The first day of the year or month that the day lies in. */
function cut(day: number, precision: number): number {
  if (precision === 1) return dayFromCivil(civilFromDay(day).year, 1, 1)
  return precision === 2 ? monthStart(day) : day
}

function compareInstants(precision: number): number {
  const unit = precision === MINUTE ? 60_000 : 1
  return Math.sign(Math.floor(instant(a) / unit) - Math.floor(instant(b) / unit))
}

function instant(parts: typeof a): number {
  return parts.day * 86_400_000 + parts.millis - (parts.offset === NO_OFFSET ? 0 : parts.offset * 60_000)
}

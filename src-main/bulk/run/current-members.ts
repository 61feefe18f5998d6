import { addMonths, addYears, civilFromDay } from '#engine/base/fhir/calendar.ts'
import { dateTimeParts, parseDateTime, type DateTimeParts } from '#engine/base/fhir/dates.ts'
import { NO_OFFSET } from '#engine/base/fhir/missing.ts'
import { parseReference } from '#engine/base/fhir/references.ts'

/** Who is in a group. */
export interface CurrentMembers {
  /** Ids of the patients, in the order of the group; a patient who is listed twice is there twice. */
  readonly ids: readonly string[]
  /** Members who may be patients and cannot be asked for: nothing tells their id, or whether they are members now. */
  readonly unclear: number
}

type Json = Readonly<Record<string, unknown>>

/**
 * Reads who is in a group now (FHIR R4, Group.member). Who is marked as inactive is "no longer in group". The period is that in
 * the group: who has left is not a member any more, and who only joins later is not one yet, so that an export today has the
 * people whom the group has today, and a later one those who joined.
 * @param group parsed Group
 * @param base address of the server
 * @param now in milliseconds since 1970
 */
export function currentMembers(group: unknown, base: string, now: number): CurrentMembers {
  const { member } = object(group)
  const ids: string[] = []
  let unclear = 0
  for (const item of Array.isArray(member) ? member : []) {
    const { entity, period, inactive } = object(item)
    const belongs = inactive === true ? false : isWithin(object(period), now)
    const patient = patientIn(object(entity), base)
    if (belongs === false || patient === undefined) continue
    if (belongs === undefined || patient.id === undefined) unclear += 1
    else ids.push(patient.id)
  }
  return { ids, unclear }
}

/**
 * The patient whom a reference names, whatever version of the record it names. A group within the group has members of its own,
 * so it is not taken for somebody who is no patient.
 * @returns `undefined` for somebody who is no patient; without an `id` when it cannot be told who that is on this server
 */
function patientIn({ reference, type }: Json, base: string): { readonly id: string | undefined } | undefined {
  const parsed = typeof reference === 'string' ? parseReference(reference) : undefined
  const named = parsed?.type ?? type
  if (typeof named === 'string' && named !== 'Patient' && named !== 'Group') return undefined
  const isHere = parsed?.kind === 'relative' || (parsed?.kind === 'absolute' && isSameServer(parsed.base, base))
  return { id: isHere && parsed.type === 'Patient' ? parsed.id : undefined }
}

/** A server behind a gateway that ends TLS may write its addresses with `http:`, so the scheme does not count. */
function isSameServer(a: string | undefined, b: string): boolean {
  const plain = (url: string): string | undefined => {
    if (!URL.canParse(url)) return undefined
    const { host, pathname } = new URL(url)
    return `${host}${pathname.replace(/\/+$/, '')}`
  }
  return a !== undefined && plain(a) !== undefined && plain(a) === plain(b)
}

/** Both ends of a period belong to it (FHIR R4, Period). @returns `undefined` when an end is no date */
function isWithin({ start, end }: Json, now: number): boolean | undefined {
  const first = start === undefined ? -Infinity : spanOf(start)?.from
  const last = end === undefined ? Infinity : spanOf(end)?.until
  // What one end rules out does not depend on the other.
  if ((first !== undefined && first > now) || (last !== undefined && last <= now)) return false
  return first === undefined || last === undefined ? undefined : true
}

/** Milliseconds in what a time is written to: minutes, seconds, milliseconds; by `PrecisionCode`. */
const units: Readonly<Record<number, number>> = { 4: 60_000, 5: 1000, 6: 1 }

/**
 * The time that a date stands for: `2026-12` is all of December. What names no time zone is of the calendar of this computer.
 * @returns milliseconds since 1970, `until` not included; `undefined` when it is no date
 */
function spanOf(value: unknown): { readonly from: number; readonly until: number } | undefined {
  const parts = dateTimeParts()
  if (typeof value !== 'string' || !parseDateTime(value, parts)) return undefined
  const { day, millis, precision } = parts
  const unit = units[precision]
  if (unit !== undefined) return { from: instantOf(parts, day, millis), until: instantOf(parts, day, millis) + unit }
  const next = precision === 1 ? addYears(day, 1) : precision === 2 ? addMonths(day, 1) : day + 1
  return { from: instantOf(parts, day, 0), until: instantOf(parts, next, 0) }
}

function instantOf({ offset }: DateTimeParts, day: number, millis: number): number {
  if (offset !== NO_OFFSET) return day * 86_400_000 + millis - offset * 60_000
  const { year, month, day: dayOfMonth } = civilFromDay(day)
  return new Date(year, month - 1, dayOfMonth, 0, 0, 0, millis).getTime()
}

function object(value: unknown): Json {
  return typeof value === 'object' && value !== null ? (value as Json) : {}
}

import { engineMeasuresMessages as m } from '#messages/engine/measures.ts'
import { dayText } from '#shared/messages/day-text.ts'
import { dateTimeParts, parseDateTime } from '../../base/fhir/dates.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Store } from '../../store/model/store.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'

/** Tables whose days say what somebody is entitled to, or what is planned, not what happened. */
const noEvents: ReadonlySet<string> = new Set(['patient', 'coverage', 'consent', 'appointment'])

/** First and last day of the records of what happened; the last is `NO_DAY` where none is dated. */
interface Span {
  readonly first: number
  readonly last: number
}

/**
 * Why nothing can be told of a period: all records of the population are from before it, or from after it. Who does not have a record then may have
 * had any.
 * @returns undefined where records reach into the period, or none is dated
 */
export function outsideData(store: Store, { start, end }: MeasurementPeriod): string | undefined {
  const [from, to] = [dayOf(start), dayOf(end)]
  const reaches = store.inPopulation(
    `dated:${from}:${to}`,
    (each) => ({
      up: hasDay(each, (day) => day >= from),
      down: hasDay(each, (day) => day <= to)
    }),
    (left, right) => ({ up: left.up || right.up, down: left.down || right.down })
  )
  if (reaches.up && reaches.down) return undefined
  const span = store.inPopulation('dated', spanOf, joinSpans)
  if (span.last === NO_DAY) return undefined
  return reaches.up
    ? m.theDataBeginAfterThePeriod(dayText(span.first))
    : m.theDataEndBeforeThePeriod(dayText(span.last))
}

function dayOf(date: string): number {
  const parts = dateTimeParts()
  parseDateTime(date, parts)
  return parts.day
}

function* daysOf(store: Store): Generator<Int32Array> {
  for (const table of store.tables.values())
    if (table.isAboutPeople && table.hasDays && !noEvents.has(table.name) && table.day !== undefined) yield table.day
}

/** Whether some record has such a day. Most populations have one among their first records. */
function hasDay(store: Store, test: (day: number) => boolean): boolean {
  for (const days of daysOf(store)) if (days.some((day) => day !== NO_DAY && test(day))) return true
  return false
}

function spanOf(store: Store): Span {
  let [first, last] = [Infinity, NO_DAY]
  for (const days of daysOf(store))
    for (const day of days) {
      if (day === NO_DAY) continue
      first = Math.min(first, day)
      last = Math.max(last, day)
    }
  return { first, last }
}

function joinSpans(left: Span, right: Span): Span {
  return { first: Math.min(left.first, right.first), last: Math.max(left.last, right.last) }
}

import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'

/** Something that happened to a person on a day. */
export interface PersonEvent {
  readonly patient: number
  readonly day: Day
  /** From when on it can be known, where that is later than its day: a claim is known when it is paid. */
  readonly known?: Day
  /** What is added up; 1 where nothing is told. NaN adds nothing. */
  readonly value?: number
}

/** Events by person, ascending by day. */
export interface PersonEvents {
  readonly offsets: Int32Array
  readonly days: Int32Array
  readonly known: Int32Array
  readonly values: Float64Array
}

/** Arranges events; those without a day or a known person are left out. */
export function personEvents(patients: number, events: Iterable<PersonEvent>): PersonEvents {
  const list = Array.from(events)
    .filter(({ patient, day }) => patient >= 0 && day !== NO_DAY)
    .sort((left, right) => left.patient - right.patient || left.day - right.day)
  const offsets = new Int32Array(patients + 1)
  for (const { patient } of list) offsets[patient + 1]!++
  for (let patient = 0; patient < patients; patient++) offsets[patient + 1]! += offsets[patient]!
  return {
    offsets,
    days: Int32Array.from(list, ({ day }) => day),
    known: Int32Array.from(list, ({ day, known = day }) => Math.max(day, known === NO_DAY ? day : known)),
    values: Float64Array.from(list, ({ value = 1 }) => value)
  }
}

/** The sum of the values of a person's events from a day on, as far as they could be known before the index date. */
export function sumBefore(events: PersonEvents, patient: number, from: Day, index: Day): number {
  const { offsets, days, known, values } = events
  let sum = 0
  for (let place = offsets[patient + 1]! - 1; place >= offsets[patient]! && days[place]! >= from; place--)
    if (days[place]! < index && known[place]! < index && !Number.isNaN(values[place]!)) sum += values[place]!
  return sum
}

/** The day of a person's last event that could be known before the index date. */
export function lastBefore({ offsets, days, known }: PersonEvents, patient: number, index: Day): Day | undefined {
  for (let place = offsets[patient + 1]! - 1; place >= offsets[patient]!; place--)
    if (days[place]! < index && known[place]! < index) return days[place]
  return undefined
}

/** Whether anything happened from one day until before another. */
export function happenedWithin({ offsets, days }: PersonEvents, patient: number, from: Day, before: Day): boolean {
  for (let place = offsets[patient]!; place < offsets[patient + 1]!; place++)
    if (days[place]! >= from && days[place]! < before) return true
  return false
}

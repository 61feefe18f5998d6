import { emptyBitset, setBit, type Bitset } from '../../base/kernels/bitset.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { CriterionOf, Window } from '../definition/criteria.ts'
import { windowDays, isFromIndex, type DayRange } from '../events/day-window.ts'
import type { EventSeries } from '../events/event-series.ts'
import { joinReasons, undecidable, type Truth } from './truth.ts'

/** The date that criteria are about, and each person's index date; `NO_DAY` for people without one. */
export interface Dates {
  readonly asOf: Day
  readonly index: Int32Array | undefined
}

/** The days of a window for each person. */
export function rangeFor(window: Window | undefined, { asOf, index }: Dates): (patient: number) => DayRange {
  if (index === undefined || !isFromIndex(window)) {
    const range = windowDays(window, asOf, asOf)
    return () => range
  }
  // Most people share their index date with others.
  const known = new Map<Day, DayRange>()
  return (patient) => {
    const anchor = index[patient]!
    let range = known.get(anchor)
    if (range === undefined) {
      range = anchor === NO_DAY ? { from: 1, to: 0 } : windowDays(window, asOf, anchor)
      known.set(anchor, range)
    }
    return range
  }
}

function withUndecided(yes: Bitset, { undecided, reason }: EventSeries): Truth {
  const unknown = emptyBitset(yes.length * 32)
  if (undecided === undefined) return { yes, unknown }
  let some = false
  for (let patient = 0; patient < undecided.length; patient++) {
    if (undecided[patient] === 0 || ((yes[patient >>> 5]! >>> (patient & 31)) & 1) === 1) continue
    setBit(unknown, patient)
    some = true
  }
  return { yes, unknown, reason: some ? reason : undefined }
}

/** Who has events on enough different days of a window. */
export function eventTruth(
  { days: minimum = 1, when }: CriterionOf<'event'>,
  series: EventSeries,
  dates: Dates
): Truth {
  const { offsets, days } = series
  const patients = offsets.length - 1
  if (series.missing !== undefined) return undecidable(patients, series.missing)
  const yes = emptyBitset(patients)
  const rangeOf = rangeFor(when, dates)
  for (let patient = 0; patient < patients; patient++) {
    const end = offsets[patient + 1]!
    let event = offsets[patient]!
    if (event === end) continue
    const { from, to } = rangeOf(patient)
    let count = 0
    let last: number | undefined
    for (; event < end; event++) {
      const day = days[event]!
      if (day > to) break
      if (day < from || day === last) continue
      last = day
      if (++count >= minimum) {
        setBit(yes, patient)
        break
      }
    }
  }
  return withUndecided(yes, series)
}

/** The first pair of events of a person that makes a sequence, as places in the two series. */
export function sequencePair(
  { minimumDays = 0, maximumDays = Number.POSITIVE_INFINITY }: CriterionOf<'sequence'>,
  first: EventSeries,
  then: EventSeries,
  patient: number,
  range: DayRange,
  asOf: Day
): readonly [number, number] | undefined {
  const end = then.offsets[patient + 1]!
  for (let a = first.offsets[patient]!; a < first.offsets[patient + 1]!; a++) {
    const day = first.days[a]!
    if (day > range.to) break
    if (day < range.from || day === NO_DAY) continue
    for (let b = then.offsets[patient]!; b < end; b++) {
      const apart = then.days[b]! - day
      if (apart > maximumDays || then.days[b]! > asOf) break
      const isSame = then.rows[b] === first.rows[a] && then.tables[then.table[b]!] === first.tables[first.table[a]!]
      if (apart >= minimumDays && then.days[b] !== NO_DAY && !isSame) return [a, b]
    }
  }
  return undefined
}

/** Who has one event, and another so many days after it. */
export function sequenceTruth(
  criterion: CriterionOf<'sequence'>,
  first: EventSeries,
  then: EventSeries,
  dates: Dates
): Truth {
  const patients = first.offsets.length - 1
  const missing = first.missing ?? then.missing
  if (missing !== undefined) return undecidable(patients, missing)
  const yes = emptyBitset(patients)
  const rangeOf = rangeFor(criterion.firstWhen, dates)
  for (let patient = 0; patient < patients; patient++) {
    if (first.offsets[patient] === first.offsets[patient + 1] || then.offsets[patient] === then.offsets[patient + 1])
      continue
    if (sequencePair(criterion, first, then, patient, rangeOf(patient), dates.asOf) !== undefined) setBit(yes, patient)
  }
  const decidedFirst = withUndecided(yes, first)
  const decidedThen = withUndecided(yes, then)
  return {
    yes,
    unknown: decidedFirst.unknown.map((word, index) => word | decidedThen.unknown[index]!),
    reason: joinReasons([decidedFirst.reason, decidedThen.reason])
  }
}

import { commonMessages as common } from '#messages/common.ts'
import type { Codes } from '../../base/kernels/codes.ts'
import { civilFromDay, dayFromCivil } from '../../base/fhir/calendar.ts'
import type { DaysChosen } from '../../base/kernels/day-bits.ts'
import type { DimensionInfo } from './dimension-info.ts'
import type { Day, Filter } from '../../base/figures/filter.ts'

/** One value that people can have in a dimension. */
export interface DimensionValue {
  /** What filters name. */
  readonly value: string
  readonly label: string
}

/** A question with one answer per person and date, such as age band or payer; what filters and groups are made of. */
export interface Dimension {
  readonly id: string
  readonly label: string
  readonly group: DimensionInfo['group']
  /** Not offered as a filter; used by figures only. */
  readonly hidden: boolean
  /** The answer is the same on every date. */
  readonly fixed: boolean
  readonly values: readonly DimensionValue[]
  /** @returns index into `values` per patient, -1 where the question does not apply */
  codes(asOf: Day): Codes
  /**
   * On which of some days the code of each patient is marked 1 in `wanted`, where this is told without all codes of each day.
   * @param days ascending, fewer than 32
   * @param wanted by code; the last place decides about those without one
   */
  daysChosen?(days: readonly Day[], wanted: Uint8Array): DaysChosen
}

/**
 * What a dimension reads of the data, when it is first asked for it: a population can be opened before all of its columns have come, and
 * dimensions that nobody asks for must not wait for theirs.
 */
export function readOnce<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined
  return () => (known ??= { value: read() }).value
}

/** The values of a question that is answered by no or yes. */
export const noOrYes: readonly DimensionValue[] = [
  { value: 'no', label: common.no },
  { value: 'yes', label: common.yes }
]

/** Values that come from the data, in the order of what filters name, so that it does not depend on whose data are read. */
export function inOrderOfValues(values: readonly DimensionValue[]): {
  readonly sorted: readonly DimensionValue[]
  /** Place of each value among the sorted ones. */
  readonly place: Int32Array
} {
  const order = [...values.keys()].sort((left, right) => (values[left]!.value < values[right]!.value ? -1 : 1))
  const place = new Int32Array(values.length)
  order.forEach((from, to) => {
    place[from] = to
  })
  return { sorted: order.map((from) => values[from]!), place }
}

/** The codes that a filter chooses, marked 1; the last place is for people without a code. */
export function wantedBy(
  { values }: Pick<Dimension, 'values'>,
  { values: named, exclude = false }: Pick<Filter, 'values' | 'exclude'>
): Uint8Array {
  const chosen = new Set(named)
  const wanted = new Uint8Array(values.length + 1)
  values.forEach((each, code) => {
    wanted[code] = chosen.has(each.value) !== exclude ? 1 : 0
  })
  wanted[values.length] = exclude ? 1 : 0
  return wanted
}

/**
 * The last days of the months of a year, and of the year before where it is not known, if the day is one of them; else the day alone. Trends
 * go back from the as-of date, which is asked about first.
 */
export function monthEnds(day: Day, isKnown: (day: Day) => boolean): readonly Day[] {
  const { year, month } = civilFromDay(day)
  const endsOf = (each: number): readonly Day[] =>
    Array.from({ length: 12 }, (_, index) => dayFromCivil(each, index + 2, 1) - 1)
  const ends = endsOf(year)
  if (ends[month - 1] !== day) return [day]
  const before = endsOf(year - 1)
  return isKnown(before[11]!) ? ends : [...before, ...ends]
}

/** The value of people for whom nothing is recorded. */
export const notRecorded: DimensionValue = { value: 'unknown', label: common.notRecorded }

/** The values of both: the same ones, or values from the data in their order with those not recorded last. */
export function mergeValues(
  left: readonly DimensionValue[],
  right: readonly DimensionValue[]
): readonly DimensionValue[] {
  if (left.length === right.length && left.every(({ value }, index) => value === right[index]!.value)) return left
  const byValue = new Map([...left, ...right].map((each) => [each.value, each]))
  const unknown = byValue.get(notRecorded.value)
  byValue.delete(notRecorded.value)
  const { sorted } = inOrderOfValues([...byValue.values()])
  return unknown === undefined ? sorted : [...sorted, unknown]
}

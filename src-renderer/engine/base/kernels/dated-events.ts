import { lowerBound } from './lower-bound.ts'
import { hasBit, type Bitset } from './bitset.ts'

/** Events of people, ascending by day. */
export interface DatedEvents {
  readonly days: Int32Array
  /** Ordinal of the person of each event, -1 for nobody. */
  readonly people: Int32Array
}

/** Bits of a day that are sorted by at a time. Of few days, going through the places of large digits would take longest. */
const DIGIT_BITS = 16
const FEW_DAYS = 1 << 13
const FEW_DAYS_DIGIT_BITS = 8

/**
 * The places of some days in ascending order of the days; those of equal days keep their order.
 * @param days in any order
 */
export function orderOfDays(days: Int32Array): Int32Array {
  let order = new Int32Array(days.length)
  let [first, last] = [days[0] ?? 0, days[0] ?? 0]
  for (let index = 0; index < order.length; index++) {
    order[index] = index
    const day = days[index]!
    if (day < first) first = day
    if (day > last) last = day
  }
  let next = new Int32Array(days.length)
  const bits = days.length < FEW_DAYS ? FEW_DAYS_DIGIT_BITS : DIGIT_BITS
  const digits = 1 << bits
  // Counted from the first day, by the lowest digit and then by each higher one that any of them has.
  for (let shift = 0; shift < 32 && (last - first) / 2 ** shift >= 1; shift += bits) {
    const digitOf = (index: number): number => ((days[index]! - first) >>> shift) & (digits - 1)
    const places = new Int32Array(digits + 1)
    for (let index = 0; index < order.length; index++) places[digitOf(index) + 1]!++
    for (let digit = 0; digit < digits; digit++) places[digit + 1]! += places[digit]!
    for (const event of order) next[places[digitOf(event)]!++] = event
    ;[order, next] = [next, order]
  }
  return order
}

/** Puts events in the order of their days. */
export function inOrderOfDays(days: Int32Array, people: Int32Array): DatedEvents {
  const order = orderOfDays(days)
  return { days: order.map((index) => days[index]!), people: order.map((index) => people[index]!) }
}

/** How many events of the days `[from, to]` happened to `people`. */
export function countDated({ days, people: who }: DatedEvents, people: Bitset, from: number, to: number): number {
  let count = 0
  const end = lowerBound(days, to + 1)
  for (let index = lowerBound(days, from); index < end; index++)
    if (who[index]! >= 0 && hasBit(people, who[index]!)) count++
  return count
}

/** Sum of the squares of how many events of the days `[from, to]` each of `people` has. */
export function squaresDated({ days, people: who }: DatedEvents, people: Bitset, from: number, to: number): number {
  const counts = new Int32Array(people.length * 32)
  const end = lowerBound(days, to + 1)
  let squares = 0
  for (let index = lowerBound(days, from); index < end; index++) {
    const person = who[index]!
    if (person < 0 || !hasBit(people, person)) continue
    squares += 2 * counts[person]! + 1
    counts[person]!++
  }
  return squares
}

import { hasBit, type Bitset } from './bitset.ts'

/** Events of people, ascending by day. */
export interface DatedEvents {
  readonly days: Int32Array
  /** Ordinal of the person of each event, -1 for nobody. */
  readonly people: Int32Array
}

/** Bits of a day that are sorted by at a time. */
const DIGIT_BITS = 16
const DIGITS = 1 << DIGIT_BITS

/**
 * The places of some days in ascending order of the days; those of equal days keep their order.
 * @param days in any order
 */
export function orderOfDays(days: Int32Array): Int32Array {
  let order = new Int32Array(days.length)
  for (let index = 0; index < order.length; index++) order[index] = index
  let next = new Int32Array(days.length)
  // By the lower half of the bits, then by the upper one, with the sign turned so that negative days come first.
  for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
    const digitOf = (index: number): number => ((days[index]! ^ 0x80000000) >>> shift) & (DIGITS - 1)
    const places = new Int32Array(DIGITS + 1)
    for (let index = 0; index < order.length; index++) places[digitOf(index) + 1]!++
    for (let digit = 0; digit < DIGITS; digit++) places[digit + 1]! += places[digit]!
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

/** The first place in ascending days whose day is not before `day`; their number when there is none. */
export function placeOfDay(days: Int32Array, day: number): number {
  let [low, high] = [0, days.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (days[middle]! < day) low = middle + 1
    else high = middle
  }
  return low
}

/** How many events of the days `[from, to]` happened to `people`. */
export function countDated({ days, people: who }: DatedEvents, people: Bitset, from: number, to: number): number {
  let count = 0
  const end = placeOfDay(days, to + 1)
  for (let index = placeOfDay(days, from); index < end; index++)
    if (who[index]! >= 0 && hasBit(people, who[index]!)) count++
  return count
}

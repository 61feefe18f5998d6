import { hasBit, type Bitset } from './bitset.ts'

/** Events of people, ascending by day. */
export interface DatedEvents {
  readonly days: Int32Array
  /** Ordinal of the person of each event, -1 for nobody. */
  readonly people: Int32Array
}

/**
 * The places of some days in ascending order of the days; those of equal days keep their order.
 * @param days in any order
 */
export function orderOfDays(days: Int32Array): Int32Array {
  return Int32Array.from(days.keys()).sort((left, right) => days[left]! - days[right]! || left - right)
}

/** Puts events in the order of their days. */
export function inOrderOfDays(days: Int32Array, people: Int32Array): DatedEvents {
  const order = orderOfDays(days)
  return { days: order.map((at) => days[at]!), people: order.map((at) => people[at]!) }
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
  for (let at = placeOfDay(days, from); at < end; at++) if (who[at]! >= 0 && hasBit(people, who[at]!)) count++
  return count
}

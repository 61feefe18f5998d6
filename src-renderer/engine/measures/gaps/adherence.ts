import type { Adherence } from '../results/adherence.ts'
import type { Day } from '../../base/figures/filter.ts'

/** First and last day of a stretch, both included. */
type Stretch = readonly [first: number, last: number]

/** What a measure of days covered tells of one person, in days from the first day of its period. */
export interface SupplyDays {
  readonly firstFill: number
  /** The last day that counts: of the period, of coverage or of life. */
  readonly last: number
  /** Days in hospital, which count nowhere; in order and apart. */
  readonly stays: readonly Stretch[]
  /** Stretches with supply on the line of days from which the stays are cut out; in order and apart. */
  readonly supply: readonly Stretch[]
}

/** Reads the numbers that a measure tells of a person, see `DaysBehind` in the built-in logic; undefined for none. */
export function readSupplyDays(numbers: ArrayLike<number>): SupplyDays | undefined {
  if (numbers.length < 3) return undefined
  const stretches = (from: number, to: number): readonly Stretch[] => {
    const found: Stretch[] = []
    for (let index = from; index + 1 < to; index += 2) found.push([numbers[index]!, numbers[index + 1]!])
    return found
  }
  const supplyAt = 3 + 2 * numbers[2]!
  return {
    firstFill: numbers[0]!,
    last: numbers[1]!,
    stays: stretches(3, supplyAt),
    supply: stretches(supplyAt, numbers.length)
  }
}

/** Place of a day on the line without stays; a day in hospital takes the place of the first day after it. */
function placeOf(day: number, stays: readonly Stretch[]): number {
  let cut = 0
  for (const [first, last] of stays) if (first < day) cut += Math.min(last, day - 1) - first + 1
  return day - cut
}

/** The day outside of hospital that has a place. */
function dayAt(place: number, stays: readonly Stretch[]): number {
  let day = place
  for (const [first, last] of stays) if (first <= day) day += last - first + 1
  return day
}

/** Places of some stretches from one to another, the last not included. */
function placesWithin(stretches: readonly Stretch[], from: number, to: number): number {
  let places = 0
  for (const [first, last] of stretches) places += Math.max(0, Math.min(last + 1, to) - Math.max(first, from))
  return places
}

/** The place from `from` on that is the `count`-th without supply, from 1. */
function uncoveredPlace(count: number, from: number, supply: readonly Stretch[]): number {
  let left = count
  let position = from
  for (const [first, last] of supply) {
    if (last < position) continue
    const open = Math.max(0, first - position)
    if (left <= open) break
    left -= open
    position = last + 1
  }
  return position + left - 1
}

/**
 * Counts a person's days.
 * @param start first day of the period
 * @param asOf the date that is looked at
 */
export function adherenceOf({ firstFill, last, stays, supply }: SupplyDays, start: Day, asOf: Day): Adherence {
  const from = placeOf(firstFill, stays)
  const end = placeOf(last + 1, stays)
  const now = Math.min(end, Math.max(from, placeOf(asOf - start + 1, stays)))
  const days = end - from
  const covered = placesWithin(supply, from, end)
  const coveredSoFar = placesWithin(supply, from, now)
  const needed = Math.ceil((days * 4) / 5)
  const allowed = days - needed
  const reached = covered >= needed
  const lastPlace = supply.at(-1)?.[1]
  return {
    firstFill: start + firstFill,
    lastDay: start + last,
    days,
    covered,
    daysSoFar: now - from,
    coveredSoFar,
    missing: Math.max(0, needed - covered),
    spare: reached ? 0 : Math.max(0, allowed - (now - from - coveredSoFar)),
    suppliedTo: start + (lastPlace === undefined ? firstFill : Math.min(last, dayAt(lastPlace, stays))),
    lastImpactable: reached ? undefined : start + dayAt(uncoveredPlace(allowed + 1, from, supply), stays)
  }
}

import { toDollars } from '../../../base/kernels/money.ts'

/** Shares of all people that are looked at. */
const shares = [0.01, 0.05, 0.1, 0.2, 0.5]

/** The people with the highest cost. */
export interface RankedCost {
  /** Of all people, 0..1. */
  readonly share: number
  /** US dollars that the care of each of them cost at least. */
  readonly least: number
  /** As many as the share says, and all who cost the same as the last of them. */
  readonly count: number
  /** By how many people the next larger group, or everybody, is larger; undefined where this is everybody. */
  readonly apart: number | undefined
}

/** How cost is spread over people. */
export interface RankedCosts {
  readonly groups: readonly RankedCost[]
  /** US dollars of the most expensive n people, by n from 0 on. */
  readonly running: Float64Array
}

/**
 * Groups of the people with the highest cost, each within the next one.
 * @param ascending units of money that the care of each cost
 */
export function rankCosts(ascending: Float64Array): RankedCosts {
  const units = ascending.toReversed()
  const people = units.length
  const running = new Float64Array(people + 1)
  units.forEach((each, index) => (running[index + 1] = running[index]! + each))
  const groups: RankedCost[] = []
  for (const share of shares.toReversed()) {
    const least = units[Math.ceil(share * people) - 1] ?? 0
    if (least <= 0) continue
    const after = units.findIndex((each) => each < least)
    const count = after < 0 ? people : after
    const [next] = groups
    const apart = next === undefined ? people - count : next.count === count ? next.apart : next.count - count
    groups.unshift({ share, least: toDollars(least), count, apart: apart === 0 ? undefined : apart })
  }
  return { groups, running: running.map(toDollars) }
}

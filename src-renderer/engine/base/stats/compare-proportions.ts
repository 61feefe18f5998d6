import type { ConfidenceInterval } from '../figures/figure.ts'
import { logInterval } from './log-interval.ts'
import { hypergeometricTail } from './tails.ts'
import { wilsonInterval } from './wilson.ts'

/** A number of cases and how many of them have something. */
export interface Proportion {
  readonly met: number
  readonly of: number
}

/**
 * The difference of two independent proportions, with the hybrid score interval of Newcombe (Stat Med 1998; 17: 873-890,
 * method 10).
 *
 * @returns undefined where one of them is of nobody
 */
export function proportionDifference(
  first: Proportion,
  second: Proportion
): { readonly value: number; readonly interval: ConfidenceInterval } | undefined {
  if (first.of === 0 || second.of === 0) return undefined
  const [p, q] = [first.met / first.of, second.met / second.of]
  const [a, b] = [wilsonInterval(first.met, first.of), wilsonInterval(second.met, second.of)]
  const value = p - q
  return {
    value,
    interval: {
      low: value - Math.hypot(p - a.low, b.high - q),
      high: value + Math.hypot(a.high - p, q - b.low),
      level: 0.95,
      method: 'newcombe'
    }
  }
}

/**
 * The ratio of two independent proportions, with the interval of its logarithm (Katz D and others, Biometrics 1978; 34:
 * 469-474).
 *
 * @returns undefined where nobody of one of them has it, so that the logarithm has no interval
 */
export function proportionRatio(
  first: Proportion,
  second: Proportion
): { readonly value: number; readonly interval: ConfidenceInterval } | undefined {
  if (first.met === 0 || second.met === 0) return undefined
  const value = first.met / first.of / (second.met / second.of)
  const error = Math.sqrt(1 / first.met - 1 / first.of + 1 / second.met - 1 / second.of)
  return { value, interval: logInterval(value, error, 'katz') }
}

/** As many cases as there would be if those of a person always ended alike. */
function fewerCases({ met, of }: Proportion, dispersion: number): Proportion {
  const size = Math.floor(of / dispersion)
  return { met: Math.round((met / of) * size), of: size }
}

/**
 * How likely two independent proportions are to differ at least as much if both groups had the same: Fisher's exact test, twice
 * the smaller side.
 *
 * @param dispersion how many times greater the variance is than that of cases of different people, at most
 * @returns 1 where one of them is of nobody, or all or none have it
 */
export function differenceProbability(first: Proportion, second: Proportion, dispersion = 1): number {
  if (dispersion !== 1) return differenceProbability(fewerCases(first, dispersion), fewerCases(second, dispersion))
  const [met, of] = [first.met + second.met, first.of + second.of]
  if (first.of === 0 || second.of === 0 || met === 0 || met === of) return 1
  const side = (direction: 'above' | 'below'): number => hypergeometricTail(first.met, first.of, met, of, direction)
  return Math.min(1, 2 * Math.min(side('above'), side('below')))
}

/** A gap between two groups, told apart by where it comes from. */
export interface SplitGap {
  readonly total: number
  /** What remains if both had the same rate as each other at each place: they are treated at different places. */
  readonly between: number
  /** What remains if both were spread over the places alike: they differ at the same place. */
  readonly within: number
}

/**
 * Splits the difference of two rates by places (Kitagawa EM, J Am Stat Assoc 1955; 50: 1168-1194). Where one of the groups is
 * not present, the other's rate stands for both, so that all of the place is about where people are treated.
 *
 * @param places the group and the one it is compared with, by place
 * @returns undefined where one of them is nowhere
 */
export function splitGap(places: readonly (readonly [Proportion, Proportion])[]): SplitGap | undefined {
  const [people, other] = [0, 1].map((side) => places.reduce((sum, place) => sum + place[side]!.of, 0)) as [
    number,
    number
  ]
  if (people === 0 || other === 0) return undefined
  let [between, within] = [0, 0]
  for (const [group, reference] of places) {
    if (group.of === 0 && reference.of === 0) continue
    const [share, base] = [group.of / people, reference.of / other]
    const rate = group.of === 0 ? reference.met / reference.of : group.met / group.of
    const baseRate = reference.of === 0 ? rate : reference.met / reference.of
    between += (share - base) * ((rate + baseRate) / 2)
    within += ((share + base) / 2) * (rate - baseRate)
  }
  return { total: between + within, between, within }
}

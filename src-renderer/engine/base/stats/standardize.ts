import type { ConfidenceInterval } from '../figures/figure.ts'
import { gammaQuantile } from './gamma.ts'
import { wilsonInterval } from './wilson.ts'

/**
 * The US standard population of 2000, as shares by age at last birthday: NCHS, National Vital Statistics Reports 47(3),
 * 1998, table 1 (standard million). `from` is each group's lowest age.
 */
export const usStandard2000 = [
  { from: 0, weight: 0.013818 },
  { from: 1, weight: 0.055317 },
  { from: 5, weight: 0.145565 },
  { from: 15, weight: 0.138646 },
  { from: 25, weight: 0.135573 },
  { from: 35, weight: 0.162613 },
  { from: 45, weight: 0.134834 },
  { from: 55, weight: 0.087247 },
  { from: 65, weight: 0.066037 },
  { from: 75, weight: 0.044842 },
  { from: 85, weight: 0.015508 }
] as const

/** A directly standardized proportion or rate. */
export interface Standardized {
  readonly value: number
  readonly interval: ConfidenceInterval
}

/** Weight of one event in each group; 0 for groups without people. Undefined when no group has people. */
function eventWeights(people: ArrayLike<number>, weights: readonly number[]): readonly number[] | undefined {
  const sum = weights.reduce((all, weight, group) => (people[group]! > 0 ? all + weight : all), 0)
  return sum === 0
    ? undefined
    : weights.map((weight, group) => (people[group]! > 0 ? weight / sum / people[group]! : 0))
}

/**
 * Direct standardization of a rate with the gamma interval of Fay MP, Feuer EJ, Stat Med 1997; 16: 791–801 (95 %), which is about
 * counts that have no upper limit. For shares of people see {@link standardizeShare}.
 * Groups without people are left out and the other weights raised to sum to 1.
 * @param events per group
 * @param people (or person-time) per group
 * @param weights of the standard population per group, of any sum
 * @param squares per group, sum of the squares of each person's events, which is their variance (see `compoundPoissonInterval`); by
 *   default nobody has several
 * @returns undefined when no group has people
 */
export function standardize(
  events: ArrayLike<number>,
  people: ArrayLike<number>,
  weights: readonly number[],
  squares: ArrayLike<number> = events
): Standardized | undefined {
  const each = eventWeights(people, weights)
  if (each === undefined) return undefined
  let value = 0
  let variance = 0
  let widest = 0
  let [all, varied] = [0, 0]
  each.forEach((weight, group) => {
    value += weight * events[group]!
    variance += weight * weight * squares[group]!
    widest = Math.max(widest, weight)
    all += events[group]!
    varied += squares[group]!
  })
  // The next event comes with as many as people have on average.
  widest *= all === 0 ? 1 : varied / all
  const low = variance === 0 ? 0 : (variance / value) * gammaQuantile((value * value) / variance, 0.025)
  const above = value + widest
  const spread = variance + widest * widest
  const high = (spread / above) * gammaQuantile((above * above) / spread, 0.975)
  return { value, interval: { low, high, level: 0.95, method: 'fay-feuer' } }
}

/**
 * Direct standardization of a share of people, who have something or not. The interval is Wilson's at the effective number of
 * people: of as many people in one group as would give the same standard error (Kish L, Survey Sampling, 1965; Korn EL, Graubard
 * BI, Surv Methodol 1998; 24: 193–201). The standard error is the greater one of that by the shares of the groups, which is 0
 * where each group has all or none, and that by the same share in all groups.
 * Groups without people are left out and the other weights raised to sum to 1.
 * @param met people per group who have it
 * @param people per group
 * @param weights of the standard population per group, of any sum
 * @returns undefined when no group has people
 */
export function standardizeShare(
  met: ArrayLike<number>,
  people: ArrayLike<number>,
  weights: readonly number[]
): Standardized | undefined {
  const each = eventWeights(people, weights)
  if (each === undefined) return undefined
  let value = 0
  let variance = 0
  let squares = 0
  each.forEach((weight, group) => {
    if (weight === 0) return
    const count = met[group]!
    value += weight * count
    variance += weight * weight * count * (1 - count / people[group]!)
    squares += weight * weight * people[group]!
  })
  // Weights do not sum to exactly 1.
  if (value > 1 - 1e-12) value = 1
  const single = value * (1 - value)
  const size = single === 0 ? 1 / squares : Math.min(1 / squares, single / variance)
  return { value, interval: wilsonInterval(value * size, size) }
}

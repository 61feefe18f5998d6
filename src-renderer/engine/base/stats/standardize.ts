import type { ConfidenceInterval } from '../figures/figure.ts'
import { gammaQuantile } from './gamma.ts'

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

/**
 * Direct standardization with the gamma interval of Fay MP, Feuer EJ, Stat Med 1997; 16: 791–801 (95 %).
 * Groups without people are left out and the other weights raised to sum to 1.
 * @param events per group
 * @param people (or person-time) per group
 * @param weights of the standard population per group, of any sum
 * @returns undefined when no group has people
 */
export function standardize(
  events: ArrayLike<number>,
  people: ArrayLike<number>,
  weights: readonly number[]
): Standardized | undefined {
  let sum = 0
  for (let i = 0; i < weights.length; i++) if (people[i]! > 0) sum += weights[i]!
  if (sum === 0) return undefined
  let value = 0
  let variance = 0
  let widest = 0
  for (let i = 0; i < weights.length; i++) {
    if (!(people[i]! > 0)) continue
    const weight = weights[i]! / sum / people[i]!
    value += weight * events[i]!
    variance += weight * weight * events[i]!
    widest = Math.max(widest, weight)
  }
  const low = variance === 0 ? 0 : (variance / value) * gammaQuantile((value * value) / variance, 0.025)
  const above = value + widest
  const spread = variance + widest * widest
  const high = (spread / above) * gammaQuantile((above * above) / spread, 0.975)
  return { value, interval: { low, high, level: 0.95, method: 'fay-feuer' } }
}

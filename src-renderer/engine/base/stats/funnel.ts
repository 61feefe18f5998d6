import { logGamma } from './gamma.ts'
import { partitionPoint } from '../kernels/lower-bound.ts'

/** Shares of units that lie outside of the inner and of the outer limits by chance alone, on both sides together. */
export const funnelShares = { inner: 0.05, outer: 0.002 } as const

/** Where a unit lies on a funnel plot. */
export interface FunnelPlace {
  readonly direction: 'above' | 'below'
  /** Outside of the 95% limits alone, or also of the 99.8% limits. */
  readonly limit: 'inner' | 'outer'
}

/** Probability of exactly `count` of `size` for a share between 0 and 1. */
function probability(count: number, size: number, share: number): number {
  const choose = logGamma(size + 1) - logGamma(count + 1) - logGamma(size - count + 1)
  return Math.exp(choose + count * Math.log(share) + (size - count) * Math.log1p(-share))
}

/** Probability of `count` or fewer. */
function tailBelow(count: number, size: number, share: number): number {
  let term = probability(count, size, share)
  let sum = term
  for (let k = count; k > 0 && term > sum * 1e-12; k--) {
    term *= (k * (1 - share)) / ((size - k + 1) * share)
    sum += term
  }
  return Math.min(1, sum)
}

/**
 * Compares a unit with a share that holds for all by the exact binomial distribution: outside of the limits where so few, or
 * so many, have a probability of at most 2.5%, or 0.1% (Spiegelhalter DJ, Funnel plots for comparing institutional
 * performance, Stat Med 2005; 24: 1185-1202).
 * @param share of all, 0..1
 * @returns undefined within the limits
 */
export function funnelPlace(count: number, size: number, share: number): FunnelPlace | undefined {
  if (size <= 0 || share <= 0 || share >= 1) return undefined
  const isBelow = count < size * share
  const tail = isBelow ? tailBelow(count, size, share) : tailBelow(size - count, size, 1 - share)
  if (tail > funnelShares.inner / 2) return undefined
  return { direction: isBelow ? 'below' : 'above', limit: tail > funnelShares.outer / 2 ? 'inner' : 'outer' }
}

/**
 * The lowest and the highest share of a size that lie within limits.
 * @param outside probability of lying outside of them by chance, on both sides together, such as one of {@link funnelShares}
 */
export function funnelLimits(size: number, share: number, outside: number): readonly [number, number] {
  if (share <= 0 || share >= 1) return [Math.max(0, share), Math.min(1, share)]
  const half = outside / 2
  // Both are quotients of whole numbers, so that the share of a unit at a limit is equal to it.
  return [firstAbove(size, share, half) / size, (size - firstAbove(size, 1 - share, half)) / size]
}

/** The smallest number that is not too improbable from below. */
function firstAbove(size: number, share: number, half: number): number {
  return partitionPoint(Math.floor(size * share), (number) => tailBelow(number, size, share) > half)
}

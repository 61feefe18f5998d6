import type { ConfidenceInterval } from '../figures/figure.ts'
import { logInterval } from './log-interval.ts'

/** Sums over people of an amount y and a time m at risk. */
export interface RatioSums {
  readonly people: number
  readonly y: number
  readonly m: number
  readonly yy: number
  readonly ym: number
  readonly mm: number
}

/** With fewer people the normal approximation says little. */
const MIN_RATIO_PEOPLE = 30

/** Standard error of the logarithm of Σy ÷ Σm: the linearized one of the ratio, people drawn independently, divided by it. */
export function logError({ people, y, m, yy, ym, mm }: RatioSums): number {
  const ratio = y / m
  const residuals = Math.max(0, yy - 2 * ratio * ym + ratio * ratio * mm)
  return Math.sqrt((people / (people - 1)) * residuals) / m / ratio
}

/**
 * 95% interval of Σy ÷ Σm over people, e.g. cost per member month: the linearized variance of a ratio of sums, people drawn
 * independently, on a logarithmic scale because costs are skewed (Cochran, Sampling Techniques, 3rd ed., §6.4).
 * @returns undefined with fewer than 30 people or without a positive ratio
 */
export function ratioInterval(sums: RatioSums): ConfidenceInterval | undefined {
  const ratio = sums.y / sums.m
  if (sums.people < MIN_RATIO_PEOPLE || !(ratio > 0)) return undefined
  return logInterval(ratio, logError(sums), 'ratio')
}

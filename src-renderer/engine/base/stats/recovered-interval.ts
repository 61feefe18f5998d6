import type { ConfidenceInterval } from '../figures/figure.ts'

/** An estimate with the ends of its own 95% interval. */
export interface BoundedEstimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

/**
 * 95% interval of the difference of two independent estimates, from the intervals of each: the method of variance estimates
 * recovery (Zou GY, Donner A, Stat Med 2008; 27: 1693-1702). From Wilson's intervals of two proportions it is the one of Newcombe.
 */
export function recoveredInterval(first: BoundedEstimate, second: BoundedEstimate): ConfidenceInterval {
  const value = first.value - second.value
  return {
    low: value - Math.hypot(first.value - first.low, second.high - second.value),
    high: value + Math.hypot(first.high - first.value, second.value - second.low),
    level: 0.95,
    method: 'recovered'
  }
}

import type { ConfidenceInterval } from '../figures/figure.ts'

const Z95 = 1.959964

/** 95% interval of a positive value whose logarithm is about normally distributed. @param error standard error of the logarithm */
export function logInterval(value: number, error: number, method: ConfidenceInterval['method']): ConfidenceInterval {
  const factor = Math.exp(Z95 * error)
  return { low: value / factor, high: value * factor, level: 0.95, method }
}

import type { ConfidenceInterval } from '../figures/figure.ts'

/** The two-sided 95 % point of the normal distribution. */
const Z = 1.959963984540054

/**
 * Wilson's score interval of a proportion, 95 %, without continuity correction.
 * Wilson EB, J Am Stat Assoc 1927; 22: 209–212; method 3 of Newcombe RG, Stat Med 1998; 17: 857–872.
 * @param total above 0, `part` of 0 … total
 */
export function wilsonInterval(part: number, total: number): ConfidenceInterval {
  const share = part / total
  const square = Z * Z
  const center = share + square / (2 * total)
  const spread = Z * Math.sqrt((share * (1 - share)) / total + square / (4 * total * total))
  const scale = 1 + square / total
  return {
    low: part === 0 ? 0 : Math.max(0, (center - spread) / scale),
    high: part === total ? 1 : Math.min(1, (center + spread) / scale),
    level: 0.95,
    method: 'wilson'
  }
}

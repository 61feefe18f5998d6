import { logGamma } from './gamma.ts'

/** Terms smaller than this share of the sum no longer matter. */
const NEGLIGIBLE = 1e-15

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1)
}

/**
 * Adds up probabilities from `from` on in steps of `step`.
 * @param ratio of the probability of `k + step` to that of `k`; 0 where it ends
 */
function tail(start: number, from: number, step: 1 | -1, ratio: (k: number) => number): number {
  let term = start
  let sum = start
  for (let k = from; term > 0; k += step) {
    const factor = ratio(k)
    term *= factor
    sum += term
    if (factor < 1 && term < sum * NEGLIGIBLE) break
  }
  return Math.min(1, sum)
}

/**
 * Probability that a binomial count is `k` or more (`side` above), or `k` or fewer (below).
 * @param share strictly between 0 and 1
 */
export function binomialTail(k: number, n: number, share: number, side: 'above' | 'below'): number {
  if (side === 'above' ? k <= 0 : k >= n) return 1
  if (side === 'above' ? k > n : k < 0) return 0
  const start = Math.exp(logChoose(n, k) + k * Math.log(share) + (n - k) * Math.log1p(-share))
  const odds = share / (1 - share)
  return side === 'above'
    ? tail(start, k, 1, (i) => ((n - i) / (i + 1)) * odds)
    : tail(start, k, -1, (i) => i / (n - i + 1) / odds)
}

/**
 * Probability that of `drawn` people out of `all`, `marked` of whom have something, `k` or more have it (`side` above), or
 * `k` or fewer: one side of Fisher's exact test.
 */
export function hypergeometricTail(
  k: number,
  drawn: number,
  marked: number,
  all: number,
  side: 'above' | 'below'
): number {
  const minimum = Math.max(0, drawn + marked - all)
  const maximum = Math.min(drawn, marked)
  if (side === 'above' ? k <= minimum : k >= maximum) return 1
  if (side === 'above' ? k > maximum : k < minimum) return 0
  const start = Math.exp(logChoose(marked, k) + logChoose(all - marked, drawn - k) - logChoose(all, drawn))
  const rest = all - marked - drawn
  return side === 'above'
    ? tail(start, k, 1, (i) => ((marked - i) * (drawn - i)) / ((i + 1) * (rest + i + 1)))
    : tail(start, k, -1, (i) => (i * (rest + i)) / ((marked - i + 1) * (drawn - i + 1)))
}

/** Probability that a variable of Student's t distribution is farther from 0 than `t`, on either side. */
export function studentTails(t: number, degrees: number): number {
  return incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5)
}

/** The regularised incomplete beta function, by Lentz's continued fraction. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a
  const tiny = 1e-300
  let c = 1
  let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny)
  let fraction = d
  for (let m = 1; m < 1000; m++) {
    for (const numerator of [
      (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)),
      (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    ]) {
      d = 1 / (1 + numerator * d || tiny)
      c = 1 + numerator / c || tiny
      fraction *= c * d
    }
    if (Math.abs(c * d - 1) < NEGLIGIBLE) break
  }
  return Math.min(1, front * fraction)
}

import { gammaQuantile } from '../../base/stats/gamma.ts'

/** How a feature was distributed where a model was trained: shares of bins, the missing values last. */
export interface FeatureDistribution {
  /** Upper ends of the bins, ascending; the last bin of values has none. */
  readonly cuts: readonly number[]
  readonly counts: readonly number[]
}

/** How far the distribution of a feature moved. */
export interface StabilityResult {
  readonly value: number
  /** Large, and more than chance makes of as many people. */
  readonly moved: 'no' | 'some' | 'much'
}

/** Bounds by convention (Siddiqi, Credit Risk Scorecards, 2006). */
const stabilityBounds = { some: 0.1, much: 0.25 } as const
/** Chance alone exceeds this once in a thousand features. */
const CHANCE = 0.001

/** Counts values by bins at quantiles; a missing value has a bin of its own, the last. */
export function distributionOf(column: Float32Array, cuts: readonly number[]): FeatureDistribution {
  const counts = new Array<number>(cuts.length + 2).fill(0)
  for (const value of column) {
    let bin = 0
    if (Number.isNaN(value)) bin = cuts.length + 1
    else while (bin < cuts.length && value > cuts[bin]!) bin++
    counts[bin]!++
  }
  return { cuts, counts }
}

/**
 * Population stability index: the sum over bins of the difference of the shares times the logarithm of their ratio. An empty
 * bin counts as half a person. Where nothing moved, it is (1/n + 1/m) times a chi-square value with one degree of freedom
 * less than there are bins (Yurdakul and Naranjo, J Risk Model Valid 2020; 14(4)): what chance explains is not flagged.
 */
export function populationStability(before: readonly number[], now: readonly number[]): StabilityResult {
  const used = before.flatMap((count, bin) => (count > 0 || now[bin]! > 0 ? [bin] : []))
  const total = (counts: readonly number[]): number => used.reduce((sum, bin) => sum + Math.max(counts[bin]!, 0.5), 0)
  const [n, m] = [total(before), total(now)]
  const value = used.reduce((sum, bin) => {
    const shareBefore = Math.max(before[bin]!, 0.5) / n
    const shareNow = Math.max(now[bin]!, 0.5) / m
    return sum + (shareNow - shareBefore) * Math.log(shareNow / shareBefore)
  }, 0)
  const degrees = used.length - 1
  // Half a chi-square value with these degrees of freedom has a gamma distribution.
  const isChance = degrees < 1 || value / (1 / n + 1 / m) < 2 * gammaQuantile(degrees / 2, 1 - CHANCE)
  const moved = isChance || value < stabilityBounds.some ? 'no' : value < stabilityBounds.much ? 'some' : 'much'
  return { value, moved }
}

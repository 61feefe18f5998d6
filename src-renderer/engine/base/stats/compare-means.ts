import type { ConfidenceInterval } from '../figures/figure.ts'
import { logInterval } from './log-interval.ts'
import { logError, ratioInterval, type RatioSums } from './ratio-interval.ts'
import { recoveredInterval } from './recovered-interval.ts'
import { studentTails } from './tails.ts'

/** How two means differ. */
interface ComparedMeans {
  readonly difference: { readonly value: number; readonly interval: ConfidenceInterval | undefined }
  /** Undefined where one of them is not above 0. */
  readonly ratio: { readonly value: number; readonly interval: ConfidenceInterval | undefined } | undefined
  /** Of a ratio at least as far from 1 if both were the same; undefined where the intervals are. */
  readonly probability: number | undefined
}

/**
 * Two ratios of sums over people, such as cost per member per month. The ratio of both has the interval of its logarithm, from the
 * linearized variances of both, because costs are skewed; the difference has the one that is recovered from those of both.
 * @returns undefined where nobody has time; without intervals where {@link ratioInterval} gives none
 */
export function compareMeans(first: RatioSums, second: RatioSums): ComparedMeans | undefined {
  if (!(first.m > 0) || !(second.m > 0)) return undefined
  const [mean, base] = [first.y / first.m, second.y / second.m]
  const [a, b] = [ratioInterval(first), ratioInterval(second)]
  const ratio = mean > 0 && base > 0 ? mean / base : undefined
  if (a === undefined || b === undefined || ratio === undefined)
    return {
      difference: { value: mean - base, interval: undefined },
      ratio: ratio === undefined ? undefined : { value: ratio, interval: undefined },
      probability: undefined
    }
  const error = Math.hypot(logError(first), logError(second))
  return {
    difference: {
      value: mean - base,
      interval: recoveredInterval({ value: mean, ...endsOf(a) }, { value: base, ...endsOf(b) })
    },
    ratio: { value: ratio, interval: logInterval(ratio, error, 'ratio') },
    probability: error === 0 ? 1 : studentTails(Math.log(ratio) / error, first.people + second.people - 2)
  }
}

function endsOf({ low, high }: ConfidenceInterval): { readonly low: number; readonly high: number } {
  return { low, high }
}

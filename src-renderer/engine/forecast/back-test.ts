import type { ForecastModel } from './naive.ts'

/** How a way to forecast would have done from earlier ends of a series (rolling origin). */
export interface BackTest {
  /** Mean absolute error of all periods and origins, in the unit of the series. */
  readonly error: number
  /** The same of the naive forecast. */
  readonly naiveError: number
  /** Ends from which was looked ahead, and values that were predicted. */
  readonly origins: number
  readonly predicted: number
  /** Values that lay within the 80 % interval as the model gives it. */
  readonly within80: number
  /** What 80 % of the errors stayed within, in standard errors. */
  readonly quantile80: number
}

/** At most this many ends are tried, the latest ones. */
const MAX_ORIGINS = 12
/** What is left of a series has at least as many periods. */
const MIN_PART = 12
const MIN_PREDICTED = 6
const Z80 = 1.281552

/**
 * Looks ahead from each of the last ends of a series and compares with what came.
 *
 * @param fit gives the model of a part of the series; undefined where the part is too short for it
 * @param usual standard errors of the model of the whole series, by the periods ahead: they stand in for those of a part in which nothing
 *   changed, which are 0 and tell nothing of a change after it
 * @returns undefined where fewer than six values can be compared
 */
export function backTest(
  series: readonly number[],
  periods: number,
  fit: (part: readonly number[]) => ForecastModel | undefined,
  usual: ArrayLike<number> = []
): BackTest | undefined {
  const sizes: number[] = []
  let [origins, absolute, within80] = [0, 0, 0]
  for (let end = Math.max(MIN_PART, series.length - MAX_ORIGINS); end < series.length; end++) {
    const model = fit(series.slice(0, end))
    if (model === undefined) continue
    origins++
    const { points, errors } = model.ahead(Math.min(periods, series.length - end))
    for (const [step, point] of points.entries()) {
      const error = Math.abs(series[end + step]! - point)
      absolute += error
      const scale = errors[step]! > 0 ? errors[step]! : (usual[step] ?? 0)
      const size = scale > 0 ? error / scale : error > 0 ? Infinity : 0
      if (size <= Z80) within80++
      sizes.push(size)
    }
  }
  if (sizes.length < MIN_PREDICTED) return undefined
  sizes.sort((left, right) => left - right)
  const error = absolute / sizes.length
  return {
    error,
    naiveError: error,
    origins,
    predicted: sizes.length,
    within80,
    quantile80: sizes[Math.min(sizes.length, Math.ceil(0.8 * (sizes.length + 1))) - 1]!
  }
}

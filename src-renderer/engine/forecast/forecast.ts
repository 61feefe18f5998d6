import { andList } from '#shared/messages/list-text.ts'
import { engineMessages as m } from '#messages/engine.ts'
import { backTest, type BackTest } from './back-test.ts'
import { naiveFit, type ForecastModel } from './naive.ts'
import { fitSmoothing, type SmoothingForm } from './smoothing.ts'

/** Complete months that a forecast needs, and a seasonal one. */
export const MIN_MONTHS = 12
export const MIN_SEASONAL_MONTHS = 24
/** With fewer a month on average, errors are not normal and intervals would be wrong. */
export const MIN_MONTHLY_COUNT = 5
/** Quantiles of the normal distribution for intervals of 80 % and 95 %. */
const [Z80, Z95] = [1.281552, 1.959964]

/** Errors below this share of the values are rounding. */
const ROUNDING = 1e-9

/** What comes after a series. */
export interface Forecast {
  readonly model: ForecastModel
  /** In words, e.g. "exponential smoothing with a damped trend and a season". */
  readonly name: string
  /** One entry for each period to come. */
  readonly ahead: readonly PredictedPeriod[]
  /** How well it would have done; undefined where the series is too short to try. */
  readonly tested: BackTest | undefined
  /** How much intervals were widened, because back-tests fell outside more often than they should; 1 for not. */
  readonly widened: number
  /**
   * Whether intervals can be computed. Where the model leaves nothing of the series unexplained, as of one that never changes, it tells
   * nothing of how far later values may be off: the ends of intervals are then the value, and not to be shown.
   */
  readonly hasIntervals: boolean
}

/** A value to come with its prediction intervals. */
export interface PredictedPeriod {
  readonly value: number
  /** Lower and upper end, by level. */
  readonly within80: readonly [number, number]
  readonly within95: readonly [number, number]
}

/**
 * Forecasts a monthly series: exponential smoothing with additive errors, with and without a damped trend and a season of 12,
 * the form chosen by Akaike's criterion for small samples. Where back-tests of it are worse than those of the seasonal naive
 * forecast (the value of the same month a year before) or, without a season, of the last value, that one is used instead.
 *
 * @param series complete months, oldest first; at least {@link MIN_MONTHS}
 * @param periods how many months to look ahead
 * @param lowest values cannot be below it; -Infinity for none
 */
export function forecastMonths(series: readonly number[], periods: number, lowest = 0): Forecast {
  const naive = naiveFit(series, series.length >= MIN_SEASONAL_MONTHS ? 12 : 0)
  const model = chooseModel(series) ?? naive
  const simple = backTest(
    series,
    periods,
    (part) => (part.length < shortestPart(model) ? undefined : naiveFit(part, naive.season)),
    naive.ahead(periods).errors
  )
  const tested = backTest(series, periods, (part) => refit(part, model), model.ahead(periods).errors)
  const isWorse = tested !== undefined && simple !== undefined && tested.error > simple.error
  const chosen = isWorse ? naive : model
  const outcome = isWorse ? simple : tested
  // Errors of a model that leaves nothing unexplained are rounding.
  const widened = outcome === undefined || outcome.quantile80 === Infinity ? 1 : Math.max(1, outcome.quantile80 / Z80)
  const { points, errors } = chosen.ahead(periods)
  const interval = (index: number, z: number): readonly [number, number] => {
    const half = z * widened * errors[index]!
    return [Math.max(lowest, points[index]! - half), Math.max(lowest, points[index]! + half)]
  }
  return {
    model: chosen,
    name: chosen.name,
    ahead: Array.from(points, (value, index) => ({
      value: Math.max(lowest, value),
      within80: interval(index, Z80),
      within95: interval(index, Z95)
    })),
    tested: outcome && { ...outcome, naiveError: simple?.error ?? outcome.error },
    widened,
    hasIntervals: errors[0]! > ROUNDING * Math.max(...series.map(Math.abs))
  }
}

function formsFor(months: number): readonly SmoothingForm[] {
  const trends = ['none', 'damped'] as const
  const seasons = months >= MIN_SEASONAL_MONTHS ? [0, 12] : [0]
  return seasons.flatMap((season) => trends.map((trend) => ({ trend, season })))
}

function chooseModel(series: readonly number[]): ForecastModel | undefined {
  const fits = formsFor(series.length).flatMap((form) => fitSmoothing(series, form) ?? [])
  const best = fits.reduce<(typeof fits)[number] | undefined>(
    (low, fit) => (low === undefined || fit.aicc < low.aicc ? fit : low),
    undefined
  )
  return best && { ...best, season: best.form.season, name: nameOf(best.form) }
}

/** Months of a part that a model can be fitted to; what it is compared with is tried from the same ends. */
function shortestPart({ form, season }: ForecastModel): number {
  return form !== undefined && season > 0 ? MIN_SEASONAL_MONTHS : MIN_MONTHS
}

/** The same kind of model for a part of the series: the weights are fitted again. */
function refit(part: readonly number[], model: ForecastModel): ForecastModel | undefined {
  if (model.form === undefined) return naiveFit(part, model.season)
  if (part.length < shortestPart(model)) return undefined
  const fit = fitSmoothing(part, model.form, model.position)
  return fit && { ...fit, season: model.season, name: model.name }
}

function nameOf({ trend, season }: SmoothingForm): string {
  const parts = [...(trend === 'none' ? [] : [m.aDampedTrend]), ...(season > 0 ? [m.aSeasonOf12Months] : [])]
  return m.exponentialSmoothingParts(parts.length === 0 ? m.ofTheLevel : m.withParts(andList(parts)))
}

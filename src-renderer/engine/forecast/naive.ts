import { engineMessages as m } from '#messages/engine.ts'
import type { SmoothingForm } from './smoothing.ts'

/** Anything that looks ahead from the end of a series. */
export interface ForecastModel {
  /** In words. */
  readonly name: string
  /** Periods in its season; 0 for none. */
  readonly season: number
  /** The form of an exponential smoothing model; undefined for the naive one. */
  readonly form?: SmoothingForm
  /** Where its weights lie in the unit cube of the search, to begin there with a part of the series. */
  readonly position?: readonly number[]
  /** What follows: the point forecast of each period and its standard error. */
  ahead(periods: number): { readonly points: Float64Array; readonly errors: Float64Array }
}

/**
 * The value of the same month a year before, or the last value: what every other model has to be better than. Variances:
 * Hyndman RJ, Athanasopoulos G. Forecasting: Principles and Practice, 3rd edition, section 5.5.
 *
 * @param series longer than the season, oldest first
 * @param season periods; 0 for the last value
 */
export function naiveFit(series: readonly number[], season: number): ForecastModel {
  const lag = Math.max(1, season)
  let squares = 0
  for (let period = lag; period < series.length; period++) squares += (series[period]! - series[period - lag]!) ** 2
  const sigma = Math.sqrt(squares / Math.max(1, series.length - lag))
  return {
    name: season > 0 ? m.theValueOfTheSameMonth : m.theLastValue,
    season,
    ahead: (periods) => ({
      points: Float64Array.from({ length: periods }, (_, step) => series[series.length - lag + (step % lag)]!),
      errors: Float64Array.from({ length: periods }, (_, step) => sigma * Math.sqrt(Math.floor(step / lag) + 1))
    })
  }
}

import { linearFit } from './linear-fit.ts'
import { minimize } from './minimize.ts'

/** Which parts an exponential smoothing model with additive errors has besides its level. */
export interface SmoothingForm {
  readonly trend: 'none' | 'linear' | 'damped'
  /** Periods in a season; 0 for none. */
  readonly season: number
}

/** A model fitted to a series. */
export interface SmoothingFit {
  readonly form: SmoothingForm
  /** Smoothing of the level, trend and season (as in the recursions), and the damping of the trend. */
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly phi: number
  /** Where the weights lie in the unit cube of the search. */
  readonly position: readonly number[]
  /** One-step errors, as many as there are values. */
  readonly errors: Float64Array
  /** Sum of their squares. */
  readonly squares: number
  /** Standard deviation of a one-step error, corrected for the parameters; in the unit of the series. */
  readonly sigma: number
  /** Akaike's criterion for small samples; Infinity where the series is too short for the parameters. */
  readonly aicc: number
  /** What follows: the point forecast of each period and its standard error. */
  ahead(periods: number): { readonly points: Float64Array; readonly errors: Float64Array }
}

const [LOWEST, HIGHEST] = [1e-4, 0.9999]
const [LEAST_DAMPING, MOST_DAMPING] = [0.8, 0.98]
/** How far weights are from the best ones, on the scale of the search. */
const [COARSE, FINE] = [2e-3, 1e-6]
/** A fit that leaves less than this share of a series unexplained is exact but for rounding. */
const EXACT = 1e-20

/** The state of the recursions; seasons are in the order of the calendar, with the first value's at 0. */
interface State {
  level: number
  trend: number
  readonly seasons: Float64Array
}

interface Weights {
  readonly alpha: number
  readonly beta: number
  readonly gamma: number
  readonly phi: number
}

/**
 * Fits a model by least squares of its one-step errors. Given the smoothing weights the errors are linear in the first
 * state, so that this is solved exactly and only the weights are searched for.
 *
 * Recursions and variances: Hyndman RJ, Athanasopoulos G. Forecasting: Principles and Practice, 3rd edition, chapter 8;
 * Hyndman RJ and others, Forecasting with Exponential Smoothing, 2008, table 6.1.
 *
 * @param series equally spaced values, oldest first
 * @param from where the search begins, e.g. the position of a fit of nearly the same series; by default at several places
 * @returns undefined where the series has fewer values than the first state has parts, plus one
 */
export function fitSmoothing(
  series: ArrayLike<number>,
  form: SmoothingForm,
  from?: readonly number[]
): SmoothingFit | undefined {
  const states = stateCount(form)
  if (series.length <= states + 1) return undefined
  const searched = 1 + (form.trend === 'none' ? 0 : 1) + (form.trend === 'damped' ? 1 : 0) + (form.season > 0 ? 1 : 0)
  const objective = (point: readonly number[]): number => solve(series, form, weightsAt(point, form)).squares
  let best: readonly number[] = []
  let low = Infinity
  // The sum of squares may have several low points; the search begins at a slow, a usual and a quick adaptation.
  const starts = from === undefined ? [0.05, 0.3, 0.8].map((alpha) => [alpha, 0.15, 0.15, 0.15]) : [from]
  for (const start of starts) {
    const point = minimize(objective, start.slice(0, searched), COARSE)
    const value = objective(point)
    if (value < low) [best, low] = [point, value]
  }
  if (from === undefined) best = minimize(objective, best, FINE)
  const weights = weightsAt(best, form)
  const { squares, errors, last } = solve(series, form, weights)
  const count = series.length
  const parameters = searched + states
  const free = count - parameters
  const total = squaresAround(series)
  const exact = squares <= EXACT * Math.max(total, 1)
  const variance = exact ? 0 : squares / Math.max(1, free)
  const aicc =
    count - parameters - 2 <= 0
      ? Infinity
      : count * Math.log(Math.max(squares / count, Number.MIN_VALUE)) +
        2 * (parameters + 1) +
        (2 * (parameters + 1) * (parameters + 2)) / (count - parameters - 2)
  return {
    form,
    ...weights,
    position: best,
    errors,
    squares,
    sigma: Math.sqrt(variance),
    aicc,
    ahead: (periods) => ahead(form, weights, last, count, variance, periods)
  }
}

/** Parts of the first state that can be chosen: the seasons add up to 0. */
function stateCount({ trend, season }: SmoothingForm): number {
  return 1 + (trend === 'none' ? 0 : 1) + Math.max(0, season - 1)
}

function weightsAt(point: readonly number[], { trend, season }: SmoothingForm): Weights {
  let next = 0
  const take = (low: number, high: number): number => low + (high - low) * point[next++]!
  const alpha = take(LOWEST, HIGHEST)
  const beta = trend === 'none' ? 0 : alpha * take(LOWEST, HIGHEST)
  const phi = trend === 'damped' ? take(LEAST_DAMPING, MOST_DAMPING) : 1
  const gamma = season === 0 ? 0 : (1 - alpha) * take(LOWEST, HIGHEST)
  return { alpha, beta, gamma, phi }
}

/** Goes through a series (zeros where there is none) from a state, which it moves to the end. @returns one-step errors */
function errorsFrom(
  series: ArrayLike<number> | undefined,
  count: number,
  state: State,
  weights: Weights
): Float64Array {
  const { alpha, beta, gamma, phi } = weights
  const { seasons } = state
  const errors = new Float64Array(count)
  for (let period = 0; period < count; period++) {
    const slot = seasons.length === 0 ? 0 : period % seasons.length
    const before = state.level + phi * state.trend
    const error = (series?.[period] ?? 0) - before - (seasons[slot] ?? 0)
    errors[period] = error
    state.level = before + alpha * error
    state.trend = phi * state.trend + beta * error
    if (seasons.length > 0) seasons[slot]! += gamma * error
  }
  return errors
}

/** The state whose parts are all 0 but one. */
function unitState(part: number, { trend, season }: SmoothingForm): State {
  const state: State = { level: 0, trend: 0, seasons: new Float64Array(season) }
  const trends = trend === 'none' ? 0 : 1
  if (part === 0) state.level = 1
  else if (part <= trends) state.trend = 1
  else {
    state.seasons[part - 1 - trends] = 1
    state.seasons[season - 1] = -1
  }
  return state
}

/** The best first state for some weights, with the errors and the state at the end. */
function solve(
  series: ArrayLike<number>,
  form: SmoothingForm,
  weights: Weights
): { readonly squares: number; readonly errors: Float64Array; readonly last: State } {
  const count = series.length
  const parts = stateCount(form)
  const nothing: State = { level: 0, trend: 0, seasons: new Float64Array(form.season) }
  const target = errorsFrom(series, count, nothing, weights)
  const columns = Array.from({ length: parts }, (_, part) =>
    errorsFrom(undefined, count, unitState(part, form), weights)
  )
  // The errors are target + columns · state; what makes them small is minus the solution of columns · x = target.
  const first = linearFit(columns, target).map((value) => -value)
  const state: State = { level: 0, trend: 0, seasons: new Float64Array(form.season) }
  for (let part = 0; part < parts; part++) {
    const unit = unitState(part, form)
    state.level += first[part]! * unit.level
    state.trend += first[part]! * unit.trend
    for (let slot = 0; slot < form.season; slot++) state.seasons[slot]! += first[part]! * unit.seasons[slot]!
  }
  const errors = errorsFrom(series, count, state, weights)
  let squares = 0
  for (const error of errors) squares += error * error
  return { squares, errors, last: state }
}

function ahead(
  { season }: SmoothingForm,
  { alpha, beta, gamma, phi }: Weights,
  { level, trend, seasons }: State,
  count: number,
  variance: number,
  periods: number
): { readonly points: Float64Array; readonly errors: Float64Array } {
  const points = new Float64Array(periods)
  const errors = new Float64Array(periods)
  let damped = 0
  let spread = 1
  for (let step = 1; step <= periods; step++) {
    if (step > 1) {
      // Here `damped` is phi + … + phi^(step - 1).
      const weight = alpha + beta * damped + (season > 0 && (step - 1) % season === 0 ? gamma : 0)
      spread += weight * weight
    }
    damped += phi ** step
    points[step - 1] = level + damped * trend + (season > 0 ? seasons[(count + step - 1) % season]! : 0)
    errors[step - 1] = Math.sqrt(variance * spread)
  }
  return { points, errors }
}

function squaresAround(series: ArrayLike<number>): number {
  let [sum, squares] = [0, 0]
  for (let index = 0; index < series.length; index++) sum += series[index]!
  const mean = sum / series.length
  for (let index = 0; index < series.length; index++) squares += (series[index]! - mean) ** 2
  return squares
}

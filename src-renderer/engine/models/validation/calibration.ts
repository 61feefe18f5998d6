import { wilsonInterval } from '../../base/stats/wilson.ts'
import { logistic } from '../numerics/feature-matrix.ts'

/** The two-sided 95 % point of the normal distribution. */
const Z = 1.959963984540054
const ITERATIONS = 50
/** Predictions of 0 and 1 have no logit. */
const EDGE = 1e-10

/** A coefficient with its interval; undefined where the iteration does not end. */
export interface CalibrationEstimate {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** People with similar predictions. */
export interface CalibrationGroup {
  readonly rows: number
  readonly events: number
  readonly meanPrediction: number
  readonly observed: number
  readonly low: number
  readonly high: number
}

/** How far predictions are right on average, and over their range. */
export interface CalibrationResult {
  readonly meanPrediction: number
  readonly observed: number
  /** Calibration in the large: 0 is right, above 0 the predictions are too low. */
  readonly intercept: CalibrationEstimate | undefined
  /** 1 is right, below 1 the predictions are too extreme. */
  readonly slope: CalibrationEstimate | undefined
  readonly groups: readonly CalibrationGroup[]
}

/**
 * Calibration of predictions: intercept with the logit as offset, slope of the logit (Cox, Biometrika 1958; 45: 562–565; Van
 * Calster et al., BMC Med 2019; 17: 230), and groups of equal size with Wilson intervals.
 */
export function calibration(predictions: Float64Array, outcomes: Uint8Array, groups = 10): CalibrationResult {
  const rows = predictions.length
  const logits = predictions.map((prediction) => {
    const inside = Math.min(1 - EDGE, Math.max(EDGE, prediction))
    return Math.log(inside / (1 - inside))
  })
  return {
    meanPrediction: predictions.reduce((sum, each) => sum + each, 0) / rows,
    observed: outcomes.reduce((sum, each) => sum + each, 0) / rows,
    intercept: interceptOf(logits, outcomes),
    slope: slopeOf(logits, outcomes),
    groups: groupRows(predictions, outcomes, groups)
  }
}

function interceptOf(logits: Float64Array, outcomes: Uint8Array): CalibrationEstimate | undefined {
  let value = 0
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    let [slope, curvature] = [0, 0]
    logits.forEach((logit, row) => {
      const probability = logistic(value + logit)
      slope += outcomes[row]! - probability
      curvature += probability * (1 - probability)
    })
    const step = slope / curvature
    value += step
    if (!Number.isFinite(value)) return undefined
    if (Math.abs(step) < 1e-10) return estimate(value, 1 / curvature)
  }
  return undefined
}

function slopeOf(logits: Float64Array, outcomes: Uint8Array): CalibrationEstimate | undefined {
  let [intercept, slope] = [0, 1]
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    let [g0, g1, h00, h01, h11] = [0, 0, 0, 0, 0]
    logits.forEach((logit, row) => {
      const probability = logistic(intercept + slope * logit)
      const weight = probability * (1 - probability)
      const residual = outcomes[row]! - probability
      g0 += residual
      g1 += residual * logit
      h00 += weight
      h01 += weight * logit
      h11 += weight * logit * logit
    })
    const determinant = h00 * h11 - h01 * h01
    // Everybody has the same prediction, or the outcome is told without error.
    if (!(determinant > 1e-12 * h00 * h11)) return undefined
    const steps = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant] as const
    intercept += steps[0]
    slope += steps[1]
    if (!Number.isFinite(slope)) return undefined
    if (Math.max(Math.abs(steps[0]), Math.abs(steps[1])) < 1e-10) return estimate(slope, h00 / determinant)
  }
  return undefined
}

function estimate(value: number, variance: number): CalibrationEstimate {
  const error = Z * Math.sqrt(variance)
  return { value, low: value - error, high: value + error }
}

function groupRows(predictions: Float64Array, outcomes: Uint8Array, groups: number): readonly CalibrationGroup[] {
  const order = Array.from(predictions.keys()).toSorted((left, right) => predictions[left]! - predictions[right]!)
  const found: CalibrationGroup[] = []
  let start = 0
  for (let group = 1; group <= groups; group++) {
    let end = Math.round((group * order.length) / groups)
    // Equal predictions stay together.
    while (end > start && end < order.length && predictions[order[end]!] === predictions[order[end - 1]!]) end++
    if (end <= start) continue
    const rows = order.slice(start, end)
    const events = rows.reduce((sum, row) => sum + outcomes[row]!, 0)
    const { low, high } = wilsonInterval(events, rows.length)
    found.push({
      rows: rows.length,
      events,
      meanPrediction: rows.reduce((sum, row) => sum + predictions[row]!, 0) / rows.length,
      observed: events / rows.length,
      low,
      high
    })
    start = end
  }
  return found
}

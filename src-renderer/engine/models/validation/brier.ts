/** The two-sided 95 % point of the normal distribution. */
const Z = 1.959963984540054

/** Brier score with its interval, and against the prediction of the mean for everybody. */
export interface BrierResult {
  readonly value: number
  readonly low: number
  readonly high: number
  /** 1 − Brier score / that of the mean: 1 is perfect, 0 no better than the mean. */
  readonly scaled: number
}

/**
 * The mean squared difference between prediction and outcome (Brier, Mon Weather Rev 1950; 78: 1–3). The interval is that of
 * a mean, by the standard deviation of the squared differences.
 */
export function brierScore(predictions: Float64Array, outcomes: Uint8Array): BrierResult {
  const rows = predictions.length
  const squares = predictions.map((prediction, row) => (prediction - outcomes[row]!) ** 2)
  const value = squares.reduce((sum, each) => sum + each, 0) / rows
  const spread = squares.reduce((sum, each) => sum + (each - value) ** 2, 0) / (rows - 1)
  const error = Z * Math.sqrt(spread / rows)
  const share = outcomes.reduce((sum, each) => sum + each, 0) / rows
  return {
    value,
    low: Math.max(0, value - error),
    high: Math.min(1, value + error),
    scaled: 1 - value / (share * (1 - share))
  }
}

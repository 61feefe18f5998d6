/** What a choice by a threshold is worth, per person. */
export interface DecisionPoint {
  readonly threshold: number
  /** Of acting for those whose prediction is at least the threshold. */
  readonly model: number
  /** Of acting for everybody; acting for nobody is worth 0. */
  readonly everybody: number
}

/**
 * Net benefit: events found minus others chosen, these weighted by the odds of the threshold (Vickers and Elkin, Med Decis
 * Making 2006; 26: 565–574).
 * @param thresholds strictly between 0 and 1
 */
export function decisionCurve(
  predictions: Float64Array,
  outcomes: Uint8Array,
  thresholds: readonly number[]
): readonly DecisionPoint[] {
  const rows = predictions.length
  const events = outcomes.reduce((sum, each) => sum + each, 0)
  return thresholds.map((threshold) => {
    const odds = threshold / (1 - threshold)
    let [found, others] = [0, 0]
    predictions.forEach((prediction, row) => {
      if (prediction < threshold) return
      if (outcomes[row] === 1) found++
      else others++
    })
    return {
      threshold,
      model: (found - others * odds) / rows,
      everybody: (events - (rows - events) * odds) / rows
    }
  })
}

/** Thresholds worth showing: up to three times the share of events, at most a half, in 20 steps. */
export function decisionThresholds(share: number): readonly number[] {
  const highest = Math.min(0.5, Math.max(0.05, 3 * share))
  return Array.from({ length: 20 }, (_, step) => ((step + 1) * highest) / 20)
}

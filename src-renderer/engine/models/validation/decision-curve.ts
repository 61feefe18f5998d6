/** What a choice by a threshold is worth, per person. */
export interface DecisionPoint {
  readonly threshold: number
  /** Of acting for those whose prediction is at least the threshold. */
  readonly model: number
  /** Of acting for everybody; acting for nobody is worth 0. */
  readonly everybody: number
  /** Examples with a prediction of at least the threshold: with the event, and without it. Models of earlier versions have none. */
  readonly chosen?: { readonly events: number; readonly others: number }
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
      everybody: (events - (rows - events) * odds) / rows,
      chosen: { events: found, others }
    }
  })
}

/**
 * The fewest examples that each point of a curve tells: whoever knows the odds works out from a net benefit how many are chosen
 * with the event and without it, and from two of them how many are between. Points of models that do not say whom they choose
 * may tell a single one.
 * @param curve by thresholds, the lowest first
 * @param tested all examples
 * @returns of each point; undefined where it tells nobody
 */
export function minimumTold(
  curve: readonly DecisionPoint[],
  tested: { readonly rows: number; readonly events: number }
): readonly (number | undefined)[] {
  let before = { events: tested.events, others: tested.rows - tested.events }
  // A point that chooses whom the one before chooses tells what that one tells.
  let apart = { events: 0, others: 0 }
  return curve.map(({ chosen }) => {
    if (chosen === undefined) return 1
    const { events, others } = chosen
    apart = {
      events: before.events - events || apart.events,
      others: before.others - others || apart.others
    }
    before = chosen
    const fewest = Math.min(...[events, others, apart.events, apart.others].filter((count) => count > 0))
    return Number.isFinite(fewest) ? fewest : undefined
  })
}

/** Thresholds worth showing: up to three times the share of events, at most a half, in 20 steps. */
export function decisionThresholds(share: number): readonly number[] {
  const highest = Math.min(0.5, Math.max(0.05, 3 * share))
  return Array.from({ length: 20 }, (_, step) => ((step + 1) * highest) / 20)
}

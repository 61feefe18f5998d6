import { takeRows } from '../numerics/feature-matrix.ts'
import { fitLogistic, linearPredictor, strongestPenalty, type LogisticFit } from '../numerics/logistic-regression.ts'
import type { TimeFold } from './time-folds.ts'

/** Half lasso, half ridge: some coefficients are 0, and features that go together share theirs. */
export const LASSO_SHARE = 0.5
/** Strengths that are tried, each a third of the one before. */
const STRENGTHS = 8
/** Strengths are told apart long before coefficients stand still. */
const TOLERANCE = 1e-3

/** A strength that was tried. */
export interface TriedPenalty {
  readonly strength: number
  /** Mean log loss over the folds. */
  readonly loss: number
}

/**
 * The strength with the lowest log loss over the folds.
 * @param columns standardized
 * @param onFold is told the share of the folds that is done
 */
export function choosePenalty(
  columns: readonly Float32Array[],
  outcomes: Uint8Array,
  folds: readonly TimeFold[],
  onFold: (share: number) => void
): { readonly strength: number; readonly tried: readonly TriedPenalty[] } {
  const strongest = strongestPenalty(columns, outcomes, LASSO_SHARE)
  const strengths = Array.from({ length: STRENGTHS }, (_, step) => strongest / 3 ** step)
  const losses = new Float64Array(STRENGTHS)
  let rows = 0
  folds.forEach(({ fit, judge }, fold) => {
    const train = takeRows({ rows: outcomes.length, columns }, fit)
    const test = takeRows({ rows: outcomes.length, columns }, judge)
    const fitOutcomes = Uint8Array.from(fit, (row) => outcomes[row]!)
    let before: LogisticFit | undefined
    strengths.forEach((strength, step) => {
      before = fitLogistic(train.columns, fitOutcomes, { strength, lassoShare: LASSO_SHARE }, before, TOLERANCE)
      const sums = linearPredictor(test.columns, before, judge.length)
      judge.forEach((row, place) => {
        const sum = sums[place]!
        losses[step]! += Math.max(sum, 0) + Math.log1p(Math.exp(-Math.abs(sum))) - outcomes[row]! * sum
      })
    })
    rows += judge.length
    onFold((fold + 1) / folds.length)
  })
  const tried = strengths.map((strength, step) => ({ strength, loss: losses[step]! / Math.max(rows, 1) }))
  const best = tried.reduce((lowest, each) => (each.loss < lowest.loss ? each : lowest))
  // Without folds nothing tells the strengths apart: one in the middle.
  return { strength: rows === 0 ? strengths[3]! : best.strength, tried }
}

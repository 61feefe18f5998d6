import { describe, expect, it } from 'vitest'
import { defaultBoosting, growTrees } from '#engine/models/numerics/boosted-trees.ts'
import { binCuts, binOf, MISSING_BIN } from '#engine/models/numerics/feature-bins.ts'
import { logistic, type FeatureMatrix } from '#engine/models/numerics/feature-matrix.ts'
import { fitLogistic, linearPredictor, strongestPenalty } from '#engine/models/numerics/logistic-regression.ts'
import { shapValues } from '#engine/models/numerics/tree-shap.ts'
import { ensembleProbabilities, ensembleSums, type DecisionTree } from '#engine/models/numerics/tree-model.ts'
import { areaUnderCurve } from '#engine/models/validation/auc.ts'
import { seededNumbers } from '../../support/seeded-numbers.ts'

const random = seededNumbers(3)
const rows = 300
const matrix: FeatureMatrix = {
  rows,
  columns: Array.from({ length: 4 }, () => Float32Array.from({ length: rows }, () => 2 * random() - 1))
}
const outcomes = Uint8Array.from({ length: rows }, (_, row) =>
  random() < logistic(2 * matrix.columns[0]![row]! - matrix.columns[1]![row]! - 0.5) ? 1 : 0
)

describe('logistic regression', () => {
  it.each([
    { strength: 0.02, lassoShare: 0 },
    { strength: 0.02, lassoShare: 0.5 },
    { strength: 0.05, lassoShare: 1 }
  ])('meets the conditions of a minimum with $strength, $lassoShare', (penalty) => {
    const fit = fitLogistic(matrix.columns, outcomes, penalty)
    const probabilities = linearPredictor(matrix.columns, fit, rows).map(logistic)
    const slope = (column: ArrayLike<number>): number =>
      probabilities.reduce((sum, each, row) => sum + (each - outcomes[row]!) * column[row]!, 0) / rows
    expect(slope(new Float64Array(rows).fill(1))).toBeCloseTo(0, 8)
    matrix.columns.forEach((column, place) => {
      const value = fit.coefficients[place]!
      const smooth = slope(column) + penalty.strength * (1 - penalty.lassoShare) * value
      const lasso = penalty.strength * penalty.lassoShare
      if (value === 0) expect(Math.abs(smooth)).toBeLessThanOrEqual(lasso + 1e-8)
      else expect(smooth + Math.sign(value) * lasso).toBeCloseTo(0, 7)
    })
  })

  it('has no coefficient at the strongest penalty, and some just below', () => {
    const strength = strongestPenalty(matrix.columns, outcomes, 1)
    expect([...fitLogistic(matrix.columns, outcomes, { strength, lassoShare: 1 }).coefficients]).toEqual([0, 0, 0, 0])
    const below = fitLogistic(matrix.columns, outcomes, { strength: strength * 0.95, lassoShare: 1 })
    expect(below.coefficients.some((each) => each !== 0)).toBe(true)
  })

  it('ends where a column separates the outcomes', () => {
    const column = Float32Array.from(outcomes, (outcome) => outcome)
    const { converged, coefficients } = fitLogistic([column], outcomes, { strength: 0.001, lassoShare: 0.5 })
    expect(converged).toBe(true)
    expect(Number.isFinite(coefficients[0])).toBe(true)
  })
})

describe('boosted trees', () => {
  it('bins values at quantiles and missing values apart', () => {
    const cuts = binCuts(Float32Array.from([1, 1, 2, 4, Number.NaN]))
    expect([...cuts]).toEqual([1.5, 3])
    expect([1, 1.5, 1.6, 3, 9, Number.NaN].map((value) => binOf(value, cuts))).toEqual([0, 0, 1, 1, 2, MISSING_BIN])
    const many = binCuts(Float32Array.from({ length: 1000 }, (_, place) => place))
    expect(many.length).toBeLessThanOrEqual(63)
    expect(many.length).toBeGreaterThan(55)
  })

  it('learn, and give the same bytes for the same rows', () => {
    const grown = growTrees(matrix, outcomes)
    expect(areaUnderCurve(ensembleProbabilities(grown, matrix), outcomes).value).toBeGreaterThan(0.8)
    expect(JSON.stringify(growTrees(matrix, outcomes))).toBe(JSON.stringify(grown))
  })

  it('learn from what is missing', () => {
    const column = Float32Array.from(outcomes, (outcome) => (outcome === 1 ? Number.NaN : random()))
    const grown = growTrees({ rows, columns: [column] }, outcomes, { ...defaultBoosting, trees: 60 })
    const [missing, present] = ensembleProbabilities(grown, { rows: 2, columns: [Float32Array.of(Number.NaN, 0.5)] })
    expect(missing).toBeGreaterThan(0.8)
    expect(present).toBeLessThan(0.2)
  })

  it('stop where rows that they do not see get worse', () => {
    const noise = Uint8Array.from({ length: rows }, () => (random() < 0.4 ? 1 : 0))
    const stopping = { matrix, outcomes: Uint8Array.from(noise, (each) => 1 - each), patience: 5 }
    let seen = 0
    const grown = growTrees(matrix, noise, defaultBoosting, stopping, (trees) => (seen = trees))
    expect(grown.trees.length).toBeLessThan(seen)
    expect(seen).toBeLessThan(defaultBoosting.trees)
  })
})

describe('TreeSHAP', () => {
  const ensemble = growTrees(matrix, outcomes, { ...defaultBoosting, trees: 8 })

  /** The mean of a tree over the features that are not known, by the training rows of each branch. */
  function known(tree: DecisionTree, features: ReadonlySet<number>, row: number, node = 0): number {
    const feature = tree.feature[node]!
    if (feature < 0) return tree.value[node]!
    const [left, right] = [tree.left[node]!, tree.right[node]!]
    if (features.has(feature))
      return known(tree, features, row, matrix.columns[feature]![row]! <= tree.threshold[node]! ? left : right)
    const [l, r] = [tree.cover[left]!, tree.cover[right]!]
    return (known(tree, features, row, left) * l + known(tree, features, row, right) * r) / (l + r)
  }

  it('are the Shapley values of the definition, and add up to the prediction', () => {
    const factorial = [1, 1, 2, 6, 24]
    for (const row of [0, 7, 50]) {
      const { expected, values } = shapValues(ensemble, matrix.columns, row)
      for (let feature = 0; feature < 4; feature++) {
        const others = [0, 1, 2, 3].filter((each) => each !== feature)
        let sum = 0
        for (let mask = 0; mask < 8; mask++) {
          const set = others.filter((_, place) => (mask >> place) & 1)
          const weight = (factorial[set.length]! * factorial[3 - set.length]!) / factorial[4]!
          for (const tree of ensemble.trees)
            sum += weight * (known(tree, new Set([...set, feature]), row) - known(tree, new Set(set), row))
        }
        expect(values[feature]).toBeCloseTo(sum, 10)
      }
      const prediction = ensembleSums(ensemble, matrix)[row]!
      expect(expected + values.reduce((sum, each) => sum + each, 0)).toBeCloseTo(prediction, 10)
    }
  })
})

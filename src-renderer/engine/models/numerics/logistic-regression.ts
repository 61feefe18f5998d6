import { logistic } from './feature-matrix.ts'
import { weightedGram } from './weighted-gram.ts'

/** How strongly coefficients are drawn to 0, and in which way. */
export interface ElasticNetPenalty {
  /** 0 or more. In the notation of scikit-learn, 1 / (C × rows). */
  readonly strength: number
  /** 0: squares alone (ridge); 1: absolute values alone (lasso). */
  readonly lassoShare: number
}

/** A fitted logistic regression. */
export interface LogisticFit {
  readonly intercept: number
  readonly coefficients: Float64Array
  readonly iterations: number
  readonly converged: boolean
}

const MAXIMUM_ITERATIONS = 60
const MAXIMUM_SWEEPS = 2000
const TOLERANCE = 1e-8
/** A step is halved at most this often. */
const MAXIMUM_HALVINGS = 20

/**
 * Logistic regression with an elastic net penalty: the minimum of mean log loss + strength × (lassoShare × sum of absolute
 * values + (1 − lassoShare) / 2 × sum of squares); the intercept is not penalized. Newton steps, each solved by coordinate
 * descent (Friedman, Hastie, Tibshirani, J Stat Softw 2010; 33(1)), and halved where they would not descend.
 * @param columns standardized, without missing values
 * @param outcomes 0 or 1, both present
 * @param start a fit to start from
 * @param tolerance coefficients are found when none moves by more
 */
export function fitLogistic(
  columns: readonly Float32Array[],
  outcomes: Uint8Array,
  penalty: ElasticNetPenalty,
  start?: Pick<LogisticFit, 'intercept' | 'coefficients'>,
  tolerance = TOLERANCE
): LogisticFit {
  const size = columns.length
  let beta = new Float64Array(size + 1)
  if (start === undefined) {
    const events = outcomes.reduce((sum, outcome) => sum + outcome, 0)
    beta[size] = Math.log(events / (outcomes.length - events))
  } else {
    beta.set(start.coefficients)
    beta[size] = start.intercept
  }
  let sums = linearSums(columns, beta)
  let value = objective(sums, outcomes, beta, penalty)
  let iterations = 0
  let converged = false
  while (iterations < MAXIMUM_ITERATIONS && !converged) {
    iterations++
    const { gradient, weights } = derivatives(columns, outcomes, sums)
    const step = penalizedStep(weightedGram(columns, weights), gradient, beta, penalty)
    let scale = 1
    let next = beta
    for (let halving = 0; halving <= MAXIMUM_HALVINGS; halving++, scale /= 2) {
      next = beta.map((each, place) => each + scale * step[place]!)
      const nextSums = linearSums(columns, next)
      const nextValue = objective(nextSums, outcomes, next, penalty)
      if (nextValue <= value + 1e-14) {
        sums = nextSums
        value = nextValue
        break
      }
      next = beta
    }
    const moved = next.reduce((max, each, place) => Math.max(max, Math.abs(each - beta[place]!)), 0)
    beta = next
    converged = moved < tolerance
  }
  return { intercept: beta[size]!, coefficients: beta.slice(0, size), iterations, converged }
}

/** The sums of a logistic model before they become probabilities. */
export function linearPredictor(
  columns: readonly Float32Array[],
  { intercept, coefficients }: Pick<LogisticFit, 'intercept' | 'coefficients'>,
  rows: number
): Float64Array {
  const sums = new Float64Array(rows).fill(intercept)
  columns.forEach((column, place) => addScaled(sums, column, coefficients[place]!))
  return sums
}

/** The smallest penalty under which every coefficient is 0, or that of ridge that comes close to it. */
export function strongestPenalty(columns: readonly Float32Array[], outcomes: Uint8Array, lassoShare: number): number {
  const mean = outcomes.reduce((sum, outcome) => sum + outcome, 0) / outcomes.length
  const largest = columns.reduce((max, column) => {
    let sum = 0
    for (let row = 0; row < outcomes.length; row++) sum += column[row]! * (outcomes[row]! - mean)
    return Math.max(max, Math.abs(sum) / outcomes.length)
  }, 0)
  return largest / Math.max(lassoShare, 0.001)
}

function linearSums(columns: readonly Float32Array[], beta: Float64Array): Float64Array {
  const rows = columns[0]?.length ?? 0
  return linearPredictor(columns, { intercept: beta[columns.length]!, coefficients: beta }, rows)
}

function addScaled(sums: Float64Array, column: Float32Array, factor: number): void {
  if (factor === 0) return
  for (let row = 0; row < sums.length; row++) sums[row]! += factor * column[row]!
}

function objective(
  sums: Float64Array,
  outcomes: Uint8Array,
  beta: Float64Array,
  { strength, lassoShare }: ElasticNetPenalty
): number {
  let loss = 0
  for (let row = 0; row < sums.length; row++) {
    const sum = sums[row]!
    // log(1 + e^s) without overflow.
    loss += Math.max(sum, 0) + Math.log1p(Math.exp(-Math.abs(sum))) - outcomes[row]! * sum
  }
  let absolute = 0
  let squares = 0
  for (let place = 0; place < beta.length - 1; place++) {
    absolute += Math.abs(beta[place]!)
    squares += beta[place]! ** 2
  }
  return loss / sums.length + strength * (lassoShare * absolute + ((1 - lassoShare) / 2) * squares)
}

/** Of the mean log likelihood: its slope in each coefficient, the intercept last, and the weights of its curvature. */
function derivatives(
  columns: readonly Float32Array[],
  outcomes: Uint8Array,
  sums: Float64Array
): { readonly gradient: Float64Array; readonly weights: Float64Array } {
  const rows = sums.length
  const residual = new Float64Array(rows)
  const weights = new Float64Array(rows)
  for (let row = 0; row < rows; row++) {
    const probability = logistic(sums[row]!)
    residual[row] = outcomes[row]! - probability
    weights[row] = Math.max(probability * (1 - probability), 1e-9)
  }
  const gradient = new Float64Array(columns.length + 1)
  columns.forEach((column, place) => {
    let sum = 0
    for (let row = 0; row < rows; row++) sum += column[row]! * residual[row]!
    gradient[place] = sum / rows
  })
  gradient[columns.length] = residual.reduce((sum, each) => sum + each, 0) / rows
  return { gradient, weights }
}

/** The step that minimizes the quadratic model of the objective, by coordinate descent. */
function penalizedStep(
  gram: Float64Array,
  gradient: Float64Array,
  beta: Float64Array,
  { strength, lassoShare }: ElasticNetPenalty
): Float64Array {
  const size = beta.length
  const lasso = strength * lassoShare
  const ridge = strength * (1 - lassoShare)
  const step = new Float64Array(size)
  /** The slope that is left after the step so far. */
  const slope = gradient.slice()
  for (let sweep = 0; sweep < MAXIMUM_SWEEPS; sweep++) {
    let largest = 0
    for (let place = 0; place < size; place++) {
      const curvature = gram[place * size + place]!
      const present = beta[place]! + step[place]!
      let next: number
      if (place === size - 1) next = present + slope[place]! / curvature
      else {
        if (curvature + ridge <= 0) continue
        const pull = slope[place]! + curvature * present
        next = (Math.sign(pull) * Math.max(Math.abs(pull) - lasso, 0)) / (curvature + ridge)
      }
      const change = next - present
      if (change === 0) continue
      step[place]! += change
      for (let other = 0; other < size; other++) slope[other]! -= gram[place * size + other]! * change
      largest = Math.max(largest, Math.abs(change))
    }
    if (largest < TOLERANCE / 10) break
  }
  return step
}

import { logistic, type FeatureMatrix } from '../numerics/feature-matrix.ts'
import { linearPredictor } from '../numerics/logistic-regression.ts'
import { ensembleProbabilities } from '../numerics/tree-model.ts'
import { shapValues } from '../numerics/tree-shap.ts'
import { designMatrix, designValue } from './design.ts'
import type { LogisticDocument, ModelDocument, ModelFeatureDocument } from './model-document.ts'

/** The part of a model that predicts. */
export type Predictor = Pick<ModelDocument, 'kind' | 'logistic' | 'trees'> & {
  readonly features: readonly Pick<ModelFeatureDocument, 'kind' | 'id' | 'title' | 'group' | 'unit' | 'text'>[]
}

/** Predicted risks; the columns of the matrix are the features of the model. */
export function predictRisk(model: Predictor, matrix: FeatureMatrix): Float64Array {
  return model.kind === 'trees' && model.trees !== undefined
    ? ensembleProbabilities(model.trees, matrix)
    : logisticRisk(model.logistic, model.features, matrix)
}

/** Predicted risks of the regression. */
export function logisticRisk(
  { columns, intercept, coefficients }: LogisticDocument,
  features: Predictor['features'],
  matrix: FeatureMatrix
): Float64Array {
  const design = designMatrix(columns, features, matrix)
  const fit = { intercept, coefficients: Float64Array.from(coefficients) }
  return linearPredictor(design, fit, matrix.rows).map(logistic)
}

/** What makes up one prediction, in logits. */
export interface Contributions {
  /** Of somebody with the mean of everything. */
  readonly base: number
  /** By feature of the model; with the base they add up to the logit of the risk. */
  readonly values: Float64Array
}

/** Exact terms of a regression, TreeSHAP of trees. */
export function contributions(model: Predictor, matrix: FeatureMatrix, row: number): Contributions {
  if (model.kind === 'trees' && model.trees !== undefined) {
    const { expected, values } = shapValues(model.trees, matrix.columns, row)
    return { base: expected, values }
  }
  const { columns, coefficients, intercept } = model.logistic
  const values = new Float64Array(model.features.length)
  columns.forEach((column, place) => {
    const value = matrix.columns[column.feature]![row]!
    values[column.feature]! += coefficients[place]! * designValue(column, model.features[column.feature]!, value)
  })
  return { base: intercept, values }
}

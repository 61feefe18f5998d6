import type { DesignColumn } from './model-document.ts'
import type { FeatureDefinition } from '../features/feature-definition.ts'
import type { FeatureMatrix } from '../numerics/feature-matrix.ts'

/** A value must be missing, and present, for so many examples before its absence is a parameter. */
const INDICATOR_ROWS = 20

/** What a regression sees of a value. */
function scaledValue({ kind }: Pick<FeatureDefinition, 'kind'>, value: number): number {
  return kind === 'log' ? Math.sign(value) * Math.log1p(Math.abs(value)) : value
}

/** The columns that a feature takes: its value in standard deviations, and whether it is missing. None where it is constant. */
export function designOf(feature: FeatureDefinition, place: number, column: Float32Array): readonly DesignColumn[] {
  let [count, sum, squares] = [0, 0, 0]
  for (const value of column) {
    if (Number.isNaN(value)) continue
    count++
    sum += scaledValue(feature, value)
  }
  const mean = count === 0 ? 0 : sum / count
  for (const value of column) if (!Number.isNaN(value)) squares += (scaledValue(feature, value) - mean) ** 2
  const deviation = count === 0 ? 0 : Math.sqrt(squares / count)
  const missing = column.length - count
  const share = missing / column.length
  return [
    ...(deviation > 1e-9 ? [{ feature: place, kind: 'value', mean, deviation } as const] : []),
    ...(missing >= INDICATOR_ROWS && count >= INDICATOR_ROWS
      ? [{ feature: place, kind: 'missing', mean: share, deviation: Math.sqrt(share * (1 - share)) } as const]
      : [])
  ]
}

/** The standardized value of a column; 0, the mean, stands in for a missing value. */
export function designValue(column: DesignColumn, feature: FeatureDefinition, value: number): number {
  const { kind, mean, deviation } = column
  if (kind === 'missing') return (Number(Number.isNaN(value)) - mean) / deviation
  return Number.isNaN(value) ? 0 : (scaledValue(feature, value) - mean) / deviation
}

/** The standardized columns of a matrix. */
export function designMatrix(
  columns: readonly DesignColumn[],
  features: readonly FeatureDefinition[],
  matrix: FeatureMatrix
): readonly Float32Array[] {
  return columns.map((column) => {
    const feature = features[column.feature]!
    return Float32Array.from(matrix.columns[column.feature]!, (value) => designValue(column, feature, value))
  })
}

/** A matrix by columns: the value of row i in column j is `columns[j][i]`, NaN where it is missing. */
export interface FeatureMatrix {
  readonly rows: number
  readonly columns: readonly Float32Array[]
}

/** Some rows of a matrix, in the order asked for. */
export function takeRows({ columns }: FeatureMatrix, rows: Int32Array): FeatureMatrix {
  return {
    rows: rows.length,
    columns: columns.map((column) => Float32Array.from(rows, (row) => column[row]!))
  }
}

/** A probability from the sum of a logistic model. */
export function logistic(sum: number): number {
  return 1 / (1 + Math.exp(-sum))
}

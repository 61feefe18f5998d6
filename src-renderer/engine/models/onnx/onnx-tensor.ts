/** Values of every person by columns, row by row. */
export interface OnnxTensor {
  readonly rows: number
  readonly columns: number
  readonly values: Float64Array
}

/** Makes a tensor. @param valueOf of a row and a column */
export function onnxTensor(
  rows: number,
  columns: number,
  valueOf: (row: number, column: number) => number
): OnnxTensor {
  const values = new Float64Array(rows * columns)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) values[row * columns + column] = valueOf(row, column)
  return { rows, columns, values }
}

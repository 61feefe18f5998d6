/** Rows at a time: the columns of a block stay in the processor's cache. */
const BLOCK = 512

/**
 * The matrix of weighted products X'VX / n, of the columns and a last column of ones.
 * @param weights one per row, 0 or more
 * @returns (columns + 1) squared, row by row
 */
export function weightedGram(columns: readonly Float32Array[], weights: Float64Array): Float64Array {
  const size = columns.length + 1
  const rows = weights.length
  const gram = new Float64Array(size * size)
  const scaled = new Float64Array(BLOCK)
  for (let start = 0; start < rows; start += BLOCK) {
    const end = Math.min(rows, start + BLOCK)
    for (let left = 0; left < columns.length; left++) {
      const column = columns[left]!
      let sum = 0
      for (let row = start; row < end; row++) {
        const value = column[row]! * weights[row]!
        scaled[row - start] = value
        sum += value
      }
      gram[left * size + columns.length]! += sum
      for (let right = 0; right <= left; right++) gram[left * size + right]! += dot(scaled, columns[right]!, start, end)
    }
    for (let row = start; row < end; row++) gram[size * size - 1]! += weights[row]!
  }
  for (let left = 0; left < size; left++)
    for (let right = 0; right <= left; right++) {
      const isLast = left === columns.length
      const value = (isLast && right < left ? gram[right * size + left]! : gram[left * size + right]!) / rows
      gram[left * size + right] = value
      gram[right * size + left] = value
    }
  return gram
}

function dot(scaled: Float64Array, column: Float32Array, start: number, end: number): number {
  let sum = 0
  for (let row = start; row < end; row++) sum += scaled[row - start]! * column[row]!
  return sum
}

/**
 * Solves min |A x - b|² by Householder reflections.
 *
 * @param columns of A, each as long as `target`; they are changed
 * @param target b; it is changed
 * @returns x; 0 for columns that add nothing to those before them
 */
export function linearFit(columns: readonly Float64Array[], target: Float64Array): Float64Array {
  const size = columns.length
  const rows = target.length
  const diagonal = new Float64Array(size)
  const scale = Math.max(...columns.map(norm), 0)
  for (let pivot = 0; pivot < size && pivot < rows; pivot++) {
    const column = columns[pivot]!
    let length = 0
    for (let row = pivot; row < rows; row++) length += column[row]! ** 2
    length = Math.sqrt(length)
    // What is left of a column that depends on the others is rounding.
    if (length <= 1e-10 * scale) continue
    const alpha = column[pivot]! > 0 ? -length : length
    const head = column[pivot]! - alpha
    diagonal[pivot] = alpha
    column[pivot] = head
    const reflect = (other: Float64Array): void => {
      let product = 0
      for (let row = pivot; row < rows; row++) product += column[row]! * other[row]!
      const factor = product / (alpha * head)
      for (let row = pivot; row < rows; row++) other[row]! += factor * column[row]!
    }
    for (let next = pivot + 1; next < size; next++) reflect(columns[next]!)
    reflect(target)
  }
  const solution = new Float64Array(size)
  for (let row = Math.min(size, rows) - 1; row >= 0; row--) {
    if (diagonal[row] === 0) continue
    let sum = target[row]!
    for (let next = row + 1; next < size; next++) sum -= columns[next]![row]! * solution[next]!
    solution[row] = sum / diagonal[row]!
  }
  return solution
}

function norm(values: Float64Array): number {
  let sum = 0
  for (const value of values) sum += value * value
  return Math.sqrt(sum)
}

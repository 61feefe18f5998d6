/** All numbers of two ascending lists, ascending. */
export function mergeSorted(left: Float64Array, right: Float64Array): Float64Array {
  const both = new Float64Array(left.length + right.length)
  both.set(left)
  both.set(right, left.length)
  return both.sort()
}

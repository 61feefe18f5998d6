type Key = number | string | undefined

/** Missing values stand last in both directions. */
function compare(left: Key, right: Key, descending: boolean): number {
  if (left === right) return 0
  if (left === undefined) return 1
  if (right === undefined) return -1
  const order = left < right ? -1 : 1
  return descending ? -order : order
}

/** Sorts rows by a key that is read once per row; rows with equal keys keep their order. */
export function sortRows(rows: Int32Array, keyOf: (row: number) => Key, descending: boolean): Int32Array {
  const keys = Array.from(rows, keyOf)
  const order = Array.from(rows.keys())
  order.sort((left, right) => compare(keys[left], keys[right], descending) || left - right)
  return Int32Array.from(order, (index) => rows[index]!)
}

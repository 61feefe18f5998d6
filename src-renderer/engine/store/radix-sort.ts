const BITS = 11
const BUCKETS = 1 << BITS

/**
 * Sorts `order` by keys that are whole numbers from 0 on, keeping the order of equal keys. Called with the least important
 * key first, it sorts by several.
 * @param keys by the entries of `order`, below 2^32
 * @param scratch as long as `order`; its content is lost
 */
export function stableSortBy(order: Uint32Array, keys: Uint32Array, scratch: Uint32Array): void {
  let largest = 0
  let sorted = true
  for (let i = 0; i < order.length; i++) {
    const key = keys[order[i]!]!
    if (key > largest) largest = key
    if (i > 0 && key < keys[order[i - 1]!]!) sorted = false
  }
  if (sorted) return
  const counts = new Uint32Array(BUCKETS)
  let from = order
  let to = scratch
  for (let shift = 0; shift < 32 && largest / 2 ** shift >= 1; shift += BITS) {
    counts.fill(0)
    for (const row of from) counts[(keys[row]! >>> shift) & (BUCKETS - 1)]!++
    let sum = 0
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const here = counts[bucket]!
      counts[bucket] = sum
      sum += here
    }
    for (const row of from) {
      const bucket = (keys[row]! >>> shift) & (BUCKETS - 1)
      to[counts[bucket]!++] = row
    }
    const other = from
    from = to
    to = other
  }
  if (from !== order) order.set(from)
}

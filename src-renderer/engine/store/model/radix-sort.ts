const BITS = 11
const BUCKETS = 1 << BITS

/**
 * Sorts pairs by key, keeping the order of equal keys; both arrays are changed. Called with the least important key first,
 * it sorts by several.
 * @param keys whole numbers below 2^32
 * @param values as many
 */
export function sortPairs(keys: Uint32Array, values: Uint32Array): void {
  const { length } = keys
  let largest = 0
  let sorted = true
  for (let i = 0; i < length; i++) {
    const key = keys[i]!
    if (key > largest) largest = key
    if (i > 0 && key < keys[i - 1]!) sorted = false
  }
  if (sorted) return
  const counts = new Uint32Array(BUCKETS)
  let fromKeys: Uint32Array = keys
  let fromValues: Uint32Array = values
  let toKeys: Uint32Array = new Uint32Array(length)
  let toValues: Uint32Array = new Uint32Array(length)
  for (let shift = 0; shift < 32 && largest / 2 ** shift >= 1; shift += BITS) {
    counts.fill(0)
    for (let i = 0; i < length; i++) counts[(fromKeys[i]! >>> shift) & (BUCKETS - 1)]!++
    let sum = 0
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      const here = counts[bucket]!
      counts[bucket] = sum
      sum += here
    }
    for (let i = 0; i < length; i++) {
      const key = fromKeys[i]!
      const place = counts[(key >>> shift) & (BUCKETS - 1)]!++
      toKeys[place] = key
      toValues[place] = fromValues[i]!
    }
    const [otherKeys, otherValues] = [fromKeys, fromValues]
    fromKeys = toKeys
    fromValues = toValues
    toKeys = otherKeys
    toValues = otherValues
  }
  if (fromKeys === keys) return
  keys.set(fromKeys)
  values.set(fromValues)
}

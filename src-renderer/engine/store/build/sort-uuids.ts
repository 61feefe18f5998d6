import { sortPairs } from '../model/radix-sort.ts'

/** Stretches of so many are sorted by insertion, and by comparison up to `FEW`; counting pays for longer ones only. */
const SHORT = 12
const FEW = 1024

/**
 * Sorts UUIDs. Random ones differ in their first bits, so one pass deals them out to about as many buckets as there are
 * UUIDs, and what is left to sort in a bucket is a few. A bucket that holds many (UUIDs that were counted up, or of
 * version 7) is sorted word by word.
 * @param words four per UUID, the most significant first
 * @returns their places in order
 */
export function sortUuids(words: Uint32Array, count: number): Uint32Array {
  const bits = Math.min(20, 32 - Math.clz32(count))
  const shift = 32 - bits
  const starts = new Uint32Array((1 << bits) + 1)
  for (let place = 0; place < count; place++) starts[(words[place * 4]! >>> shift) + 1]!++
  for (let bucket = 0; bucket < 1 << bits; bucket++) starts[bucket + 1]! += starts[bucket]!
  const next = starts.slice()
  const order = new Uint32Array(count)
  for (let place = 0; place < count; place++) order[next[words[place * 4]! >>> shift]!++] = place
  for (let bucket = 0; bucket < 1 << bits; bucket++) {
    const [from, to] = [starts[bucket]!, starts[bucket + 1]!]
    if (to - from > FEW) sortStretch(words, order.subarray(from, to), 0)
    else if (to - from > 1) sortFew(words, order, from, to, 0)
  }
  return order
}

/** Sorts places whose UUIDs agree in all words before `word`. */
function sortStretch(words: Uint32Array, order: Uint32Array, word: number): void {
  if (order.length <= FEW) {
    sortFew(words, order, 0, order.length, word)
    return
  }
  const keys = new Uint32Array(order.length)
  for (let index = 0; index < keys.length; index++) keys[index] = words[order[index]! * 4 + word]!
  sortPairs(keys, order)
  if (word === 3) return
  for (let start = 0, end = 1; end <= keys.length; end++) {
    if (end < keys.length && keys[end] === keys[start]) continue
    if (end - start > 1) sortStretch(words, order.subarray(start, end), word + 1)
    start = end
  }
}

/** Sorts the stretch `[from, to)` of places by comparing them: a quicksort whose pivot is the median of three. */
function sortFew(words: Uint32Array, order: Uint32Array, from: number, to: number, word: number): void {
  let start = from
  let end = to
  while (end - start > SHORT) {
    const pivot = medianOf(words, order[start]!, order[(start + end) >> 1]!, order[end - 1]!, word)
    let low = start
    let high = end - 1
    while (low <= high) {
      while (isBefore(words, order[low]!, pivot, word)) low++
      while (isBefore(words, pivot, order[high]!, word)) high--
      if (low > high) break
      const swapped = order[low]!
      order[low++] = order[high]!
      order[high--] = swapped
    }
    // The smaller half by recursion, so that the depth stays small.
    if (high + 1 - start < end - low) {
      sortFew(words, order, start, high + 1, word)
      start = low
    } else {
      sortFew(words, order, low, end, word)
      end = high + 1
    }
  }
  insert(words, order, start, end, word)
}

function medianOf(words: Uint32Array, a: number, b: number, c: number, word: number): number {
  if (isBefore(words, a, b, word)) return isBefore(words, b, c, word) ? b : isBefore(words, a, c, word) ? c : a
  return isBefore(words, a, c, word) ? a : isBefore(words, b, c, word) ? c : b
}

/** Sorts the stretch `[from, to)` of places by insertion. */
function insert(words: Uint32Array, order: Uint32Array, from: number, to: number, word: number): void {
  for (let index = from + 1; index < to; index++) {
    const own = order[index]!
    let place = index
    while (place > from && isBefore(words, own, order[place - 1]!, word)) {
      order[place] = order[place - 1]!
      place--
    }
    order[place] = own
  }
}

function isBefore(words: Uint32Array, left: number, right: number, from: number): boolean {
  for (let word = from; word < 4; word++) {
    const a = words[left * 4 + word]!
    const b = words[right * 4 + word]!
    if (a !== b) return a < b
  }
  return false
}

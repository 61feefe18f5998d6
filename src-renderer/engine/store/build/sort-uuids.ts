import { detachBuffer } from '#shared/detach-buffer.ts'
import { sortPairs } from '../model/radix-sort.ts'

/** Stretches of so many are sorted by insertion, and by comparison up to `FEW`; counting pays for longer ones only. */
const SHORT = 12
const FEW = 1024
/** Buckets hold about two to the power of so many random UUIDs; those with more than `MAX_INSERTED` are not random. */
const IN_BUCKET_BITS = 2
const MAX_INSERTED = 64

// Each loop over many is a function of its own: they run once, and code that is compiled while it runs stays in use that way.

/**
 * Sorts UUIDs. Random ones differ in their first words, so one pass deals them out to buckets of a few, each with its first
 * two words next to it: a bucket is sorted where it lies, and the other words, far apart, are read for equal ones only. A
 * bucket that holds many (UUIDs that were counted up, or of version 7) is sorted word by word.
 * @param words four at each place, the most significant first
 * @param places of the UUIDs to sort
 * @returns the places in order
 */
export function sortUuids(words: Uint32Array, places: Int32Array): Uint32Array {
  const { length } = places
  const bits = Math.min(17, Math.max(1, 32 - Math.clz32(length) - IN_BUCKET_BITS))
  const shift = 32 - bits
  const starts = new Uint32Array((1 << bits) + 1)
  countFirst(words, places, starts, shift)
  for (let bucket = 0; bucket < 1 << bits; bucket++) starts[bucket + 1]! += starts[bucket]!
  // Dealing moves each start to the next one's, which is where its bucket ends.
  const dealt = new Uint32Array(length * 3)
  deal(words, places, starts, shift, dealt)
  sortBuckets(words, dealt, starts, 1 << bits)
  const order = new Uint32Array(length)
  for (let index = 0; index < length; index++) order[index] = dealt[index * 3 + 2]!
  detachBuffer(dealt)
  sortLargeBuckets(words, order, starts, 1 << bits)
  detachBuffer(starts)
  return order
}

/** Counts the UUIDs of each bucket one place further on. */
function countFirst(words: Uint32Array, places: Int32Array, counts: Uint32Array, shift: number): void {
  for (let index = 0; index < places.length; index++) counts[(words[places[index]! * 4]! >>> shift) + 1]!++
}

/** Writes first word, second word and place of each UUID, by bucket. */
function deal(words: Uint32Array, places: Int32Array, next: Uint32Array, shift: number, dealt: Uint32Array): void {
  for (let index = 0; index < places.length; index++) {
    const place = places[index]!
    const first = words[place * 4]!
    const to = next[first >>> shift]!++ * 3
    dealt[to] = first
    dealt[to + 1] = words[place * 4 + 1]!
    dealt[to + 2] = place
  }
}

function sortBuckets(words: Uint32Array, dealt: Uint32Array, ends: Uint32Array, buckets: number): void {
  let from = 0
  for (let bucket = 0; bucket < buckets; bucket++) {
    const to = ends[bucket]!
    if (to - from > 1 && to - from <= MAX_INSERTED) insertDealt(words, dealt, from, to)
    from = to
  }
}

function sortLargeBuckets(words: Uint32Array, order: Uint32Array, ends: Uint32Array, buckets: number): void {
  let from = 0
  for (let bucket = 0; bucket < buckets; bucket++) {
    const to = ends[bucket]!
    if (to - from > MAX_INSERTED) sortStretch(words, order.subarray(from, to), 0)
    from = to
  }
}

/** Sorts the stretch `[from, to)` of what was dealt by insertion. */
function insertDealt(words: Uint32Array, dealt: Uint32Array, from: number, to: number): void {
  for (let index = from + 1; index < to; index++) {
    const first = dealt[index * 3]!
    const second = dealt[index * 3 + 1]!
    const place = dealt[index * 3 + 2]!
    let free = index * 3
    while (free > from * 3) {
      const firstBefore = dealt[free - 3]!
      const secondBefore = dealt[free - 2]!
      if (firstBefore < first) break
      if (firstBefore === first) {
        if (secondBefore < second) break
        if (secondBefore === second && !isBefore(words, place, dealt[free - 1]!, 2)) break
      }
      dealt[free] = firstBefore
      dealt[free + 1] = secondBefore
      dealt[free + 2] = dealt[free - 1]!
      free -= 3
    }
    dealt[free] = first
    dealt[free + 1] = second
    dealt[free + 2] = place
  }
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
    const key = order[index]!
    let place = index
    while (place > from && isBefore(words, key, order[place - 1]!, word)) {
      order[place] = order[place - 1]!
      place--
    }
    order[place] = key
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

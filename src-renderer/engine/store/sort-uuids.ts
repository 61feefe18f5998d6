import { sortPairs } from './radix-sort.ts'

/** Shorter stretches are sorted by insertion. */
const SHORT = 24

/**
 * Sorts UUIDs. Random ones differ in their first word, so the others are looked at only where it is the same.
 * @param words four per UUID, the most significant first
 * @returns their places in order
 */
export function sortUuids(words: Uint32Array, count: number): Uint32Array {
  const order = new Uint32Array(count)
  for (let at = 0; at < count; at++) order[at] = at
  sortStretch(words, order, 0)
  return order
}

/** Sorts places whose UUIDs agree in all words before `word`. */
function sortStretch(words: Uint32Array, order: Uint32Array, word: number): void {
  if (order.length <= SHORT) {
    insert(words, order, word)
    return
  }
  const keys = new Uint32Array(order.length)
  for (let at = 0; at < keys.length; at++) keys[at] = words[order[at]! * 4 + word]!
  sortPairs(keys, order)
  if (word === 3) return
  for (let start = 0, end = 1; end <= keys.length; end++) {
    if (end < keys.length && keys[end] === keys[start]) continue
    if (end - start > 1) sortStretch(words, order.subarray(start, end), word + 1)
    start = end
  }
}

function insert(words: Uint32Array, order: Uint32Array, word: number): void {
  for (let at = 1; at < order.length; at++) {
    const own = order[at]!
    let to = at
    while (to > 0 && isBefore(words, own, order[to - 1]!, word)) {
      order[to] = order[to - 1]!
      to--
    }
    order[to] = own
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

/** A set of patient ordinals, one bit each. */
export type Bitset = Uint32Array

/** The empty set over `size` ordinals. */
export function emptyBitset(size: number): Bitset {
  return new Uint32Array((size + 31) >>> 5)
}

/** The set of all ordinals below `size`. */
export function fullBitset(size: number): Bitset {
  const bits = emptyBitset(size).fill(0xffffffff)
  const rest = size & 31
  if (rest !== 0) bits[bits.length - 1] = 0xffffffff >>> (32 - rest)
  return bits
}

/** Whether `ordinal`, which must be below the set's size, is in the set. */
export function hasBit(bits: Bitset, ordinal: number): boolean {
  return ((bits[ordinal >>> 5]! >>> (ordinal & 31)) & 1) === 1
}

/** Adds `ordinal` to the set. */
export function setBit(bits: Bitset, ordinal: number): void {
  bits[ordinal >>> 5]! |= 1 << (ordinal & 31)
}

function ones(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}

/** How many ordinals are in the set. */
export function countBits(bits: Bitset): number {
  let count = 0
  for (let i = 0; i < bits.length; i++) count += ones(bits[i]!)
  return count
}

/** How many ordinals are in both sets, without building their intersection. */
export function countCommon(left: Bitset, right: Bitset): number {
  let count = 0
  let i = 0
  // A full adder makes two words of three: their sums, and what counts twice.
  for (const end = left.length - 2; i < end; i += 3) {
    const a = left[i]! & right[i]!
    const b = left[i + 1]! & right[i + 1]!
    const c = left[i + 2]! & right[i + 2]!
    const differ = a ^ b
    count += ones(differ ^ c) + 2 * ones((a & b) | (differ & c))
  }
  for (; i < left.length; i++) count += ones(left[i]! & right[i]!)
  return count
}

/** Keeps in `into` what is also in `other`. */
export function intersectInto(into: Bitset, other: Bitset): void {
  for (let i = 0; i < into.length; i++) into[i]! &= other[i]!
}

/** A new set: the ordinals that are in both. */
export function intersect(left: Bitset, right: Bitset): Bitset {
  const both = left.slice()
  intersectInto(both, right)
  return both
}

/** The set's ordinals in ascending order. */
export function ordinalsOf(bits: Bitset): Int32Array {
  const out = new Int32Array(countBits(bits))
  let position = 0
  for (let i = 0; i < bits.length; i++) {
    let word = bits[i]!
    while (word !== 0) {
      const lowest = word & -word
      out[position++] = (i << 5) + (31 - Math.clz32(lowest))
      word ^= lowest
    }
  }
  return out
}

/** Some of `size` ordinals, or all the others where these are fewer: what adds up over ordinals can be taken off the total then. */
export function fewerOf(
  bits: Bitset,
  size: number
): { readonly people: Bitset; /** Whether `people` are the others. */ readonly isMost: boolean } {
  if (2 * countBits(bits) <= size) return { people: bits, isMost: false }
  const others = fullBitset(size)
  for (let i = 0; i < others.length; i++) others[i]! &= ~bits[i]!
  return { people: others, isMost: true }
}

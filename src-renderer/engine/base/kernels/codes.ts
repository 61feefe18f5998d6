import { emptyBitset, type Bitset } from './bitset.ts'

/** One small number per patient: an index into a dimension's values, or -1 where the dimension does not apply. */
export type Codes = Int8Array | Int32Array

/** Room for `size` codes below `values`, all -1; a byte each when that is enough. */
export function emptyCodes(size: number, values: number): Codes {
  return values < 128 ? new Int8Array(size).fill(-1) : new Int32Array(size).fill(-1)
}

/** Codes below `values` in the smallest array that holds them. */
export function narrowCodes(codes: Int32Array, values: number): Codes {
  return values < 128 ? Int8Array.from(codes) : codes
}

/** The ordinals whose code is marked 1 in `wanted`; `wanted[values]` decides about those without a code. */
export function selectCodes(codes: Codes, wanted: Uint8Array): Bitset {
  const bits = emptyBitset(codes.length)
  const none = wanted.length - 1
  for (let first = 0, word = 0; first < codes.length; first += 32, word++) {
    const end = Math.min(first + 32, codes.length)
    let mask = 0
    for (let i = first; i < end; i++) {
      const code = codes[i]!
      mask |= wanted[code < 0 ? none : code]! << (i & 31)
    }
    bits[word] = mask
  }
  return bits
}

/** The ordinals with each code, as one set after another in one array: see {@link setOfCode}. */
export function setsByCode(codes: Codes, values: number): Bitset {
  const words = (codes.length + 31) >>> 5
  const sets = new Uint32Array(values * words)
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) sets[codes[i]! * words + (i >>> 5)]! |= 1 << (i & 31)
  return sets
}

/** The ordinals with one code, of {@link setsByCode}. @param size how many ordinals there are */
export function setOfCode(sets: Bitset, code: number, size: number): Bitset {
  const words = (size + 31) >>> 5
  return sets.subarray(code * words, (code + 1) * words)
}

/** How many ordinals of `selection` have each code. Those without a code are not counted. */
export function countCodes(codes: Codes, selection: Bitset, values: number): Int32Array {
  const counts = new Int32Array(values)
  for (let word = 0; word < selection.length; word++) {
    let bits = selection[word]!
    while (bits !== 0) {
      const lowest = bits & -bits
      const code = codes[(word << 5) + (31 - Math.clz32(lowest))]!
      if (code >= 0) counts[code]!++
      bits ^= lowest
    }
  }
  return counts
}

/** How many ordinals of `selection` have each pair of codes: `counts[left * rightValues + right]`. */
export function countPairs(
  left: Codes,
  leftValues: number,
  right: Codes,
  rightValues: number,
  selection: Bitset
): Int32Array {
  const counts = new Int32Array(leftValues * rightValues)
  for (let word = 0; word < selection.length; word++) {
    let bits = selection[word]!
    while (bits !== 0) {
      const lowest = bits & -bits
      const ordinal = (word << 5) + (31 - Math.clz32(lowest))
      const a = left[ordinal]!
      const b = right[ordinal]!
      if (a >= 0 && b >= 0) counts[a * rightValues + b]!++
      bits ^= lowest
    }
  }
  return counts
}

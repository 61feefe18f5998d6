import { emptyBitset, type Bitset } from './bitset.ts'

/** One small number per patient: an index into a dimension's values, or -1 where the dimension does not apply. */
export type Codes = Int8Array | Int32Array

/** Room for `size` codes below `values`, all -1; a byte each when that is enough. */
export function emptyCodes(size: number, values: number): Codes {
  return values < 128 ? new Int8Array(size).fill(-1) : new Int32Array(size).fill(-1)
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

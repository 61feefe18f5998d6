import type { CrossCodes, CrossDimension } from './cross-filter.ts'

/** Combinations that one byte tells apart. */
const MAX_COMBINATIONS = 256

/**
 * Dimensions of few codes, packed so that one number per row tells the codes of all of them: code `c` of member `m` adds
 * `c * strides[m]`.
 */
export interface PackedDimensions {
  /** Positions of the dimensions that are packed. */
  readonly members: readonly number[]
  readonly strides: readonly number[]
  readonly codes: CrossCodes
  /** Combinations of codes. */
  readonly size: number
}

/**
 * Packs dimensions as long as their combinations fit into a byte, the smallest first. A dimension that fits with no other
 * stays as it is, without a copy of its codes.
 */
export function packDimensions(dimensions: readonly CrossDimension[], rows: number): readonly PackedDimensions[] {
  const bySize = dimensions.map(({ size }, index) => ({ size, index })).toSorted((a, b) => a.size - b.size)
  const groups: { size: number; readonly members: number[] }[] = []
  for (const { size, index } of bySize) {
    const last = groups.at(-1)
    if (last !== undefined && last.size * size <= MAX_COMBINATIONS) {
      last.size *= size
      last.members.push(index)
    } else groups.push({ size, members: [index] })
  }
  return groups.map(({ size, members }) => pack(dimensions, members, size, rows))
}

function pack(
  dimensions: readonly CrossDimension[],
  members: readonly number[],
  size: number,
  rows: number
): PackedDimensions {
  const [first, ...others] = members as [number, ...number[]]
  if (others.length === 0) return { members, strides: [1], codes: dimensions[first]!.codes, size }
  const packed = Uint8Array.from(dimensions[first]!.codes.subarray(0, rows))
  const strides = [1]
  let stride = dimensions[first]!.size
  for (const member of others) {
    const { codes, size: values } = dimensions[member]!
    for (let row = 0; row < rows; row++) packed[row]! += codes[row]! * stride
    strides.push(stride)
    stride *= values
  }
  return { members, strides, codes: packed, size }
}

/** Adds counts of combinations to the counts of each packed dimension. */
export function addCombinations(
  { members, strides, size }: PackedDimensions,
  combinations: Int32Array,
  counts: readonly Int32Array[]
): void {
  members.forEach((member, position) => {
    const memberCounts = counts[member]!
    const stride = strides[position]!
    for (let code = 0; code < size; code++)
      memberCounts[Math.floor(code / stride) % memberCounts.length]! += combinations[code]!
  })
}

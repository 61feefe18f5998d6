import type { CrossChoice, CrossCodes, CrossDimension } from './cross-dimension.ts'

/** Combinations of packed dimensions: those that one byte tells apart, and more where there are many rows of each, up to a maximum. */
const [FEW_COMBINATIONS, MAX_COMBINATIONS] = [256, 4096]
const ROWS_PER_COMBINATION = 64

/**
 * Dimensions of few codes, packed so that one number per row tells the codes of all of them: code `c` of member `m` adds
 * `c * strides[m]`.
 */
export interface PackedDimensions {
  /** Positions of the dimensions that are packed. */
  readonly members: readonly number[]
  readonly strides: readonly number[]
  readonly codes: CrossCodes
  /** The same four rows at a time, the first in the lowest byte, where a code takes a byte; what is left of four is not in it. */
  readonly fours: Uint32Array | undefined
  /** Combinations of codes. */
  readonly size: number
  /** Rows of each combination. */
  readonly totals: Int32Array
}

/**
 * Packs dimensions as long as their combinations are few, the smallest first. A dimension that fits with no other
 * stays as it is, without a copy of its codes.
 */
export function packDimensions(dimensions: readonly CrossDimension[], rows: number): readonly PackedDimensions[] {
  const maxCombinations = Math.min(
    Math.max(FEW_COMBINATIONS, Math.floor(rows / ROWS_PER_COMBINATION)),
    MAX_COMBINATIONS
  )
  const bySize = dimensions.map(({ size }, index) => ({ size, index })).toSorted((a, b) => a.size - b.size)
  const groups: { size: number; readonly members: number[] }[] = []
  for (const { size, index } of bySize) {
    const last = groups.at(-1)
    if (last !== undefined && last.size * size <= maxCombinations) {
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
  if (others.length === 0) {
    const { codes } = dimensions[first]!
    return { members, strides: [1], codes, fours: foursOf(codes), size, totals: totalsOf(codes, rows, size) }
  }
  const packed = new (size <= FEW_COMBINATIONS ? Uint8Array : Uint16Array)(rows)
  packed.set(dimensions[first]!.codes.subarray(0, rows))
  const strides = [1]
  let stride = dimensions[first]!.size
  for (const member of others) {
    const { codes, size: values } = dimensions[member]!
    for (let row = 0; row < rows; row++) packed[row]! += codes[row]! * stride
    strides.push(stride)
    stride *= values
  }
  return { members, strides, codes: packed, fours: foursOf(packed), size, totals: totalsOf(packed, rows, size) }
}

function foursOf(codes: CrossCodes): Uint32Array | undefined {
  return codes instanceof Uint8Array && codes.byteOffset % 4 === 0
    ? new Uint32Array(codes.buffer, codes.byteOffset, codes.length >>> 2)
    : undefined
}

function totalsOf(codes: CrossCodes, rows: number, size: number): Int32Array {
  const totals = new Int32Array(size)
  for (let row = 0; row < rows; row++) totals[codes[row]!]!++
  return totals
}

/** The dimensions whose choice each combination does not pass, a bit each; undefined where no dimension has a choice. */
export function failedBy(
  { members, strides, size }: PackedDimensions,
  dimensions: readonly CrossDimension[],
  choice: CrossChoice
): Int32Array | undefined {
  if (members.every((member) => choice[member] === undefined)) return undefined
  const failed = new Int32Array(size)
  members.forEach((member, position) => {
    const mask = choice[member]
    if (mask === undefined) return
    const stride = strides[position]!
    const values = dimensions[member]!.size
    for (let code = 0; code < size; code++)
      if (mask[Math.floor(code / stride) % values] !== 1) failed[code]! |= 1 << member
  })
  return failed
}

/**
 * Adds counts of combinations to those of each packed dimension, where no other one of them holds the combination back.
 * @param failed see {@link failedBy}
 * @returns rows of the combinations that pass
 */
export function addCombinations(
  { members, strides, size }: PackedDimensions,
  combinations: Int32Array,
  failed: Int32Array,
  counts: readonly Int32Array[]
): number {
  members.forEach((member, position) => {
    const memberCounts = counts[member]!
    const stride = strides[position]!
    const others = ~(1 << member)
    for (let code = 0; code < size; code++)
      if ((failed[code]! & others) === 0)
        memberCounts[Math.floor(code / stride) % memberCounts.length]! += combinations[code]!
  })
  let passing = 0
  for (let code = 0; code < size; code++) if (failed[code] === 0) passing += combinations[code]!
  return passing
}

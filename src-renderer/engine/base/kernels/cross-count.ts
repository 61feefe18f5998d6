import type { CrossChoice, CrossCodes, CrossDimension } from './cross-dimension.ts'
import { addCombinations, failedBy, type PackedDimensions } from './pack-dimensions.ts'

/** Rows that are listed at once, so that the list stays in the processor's cache; a multiple of 32. */
const BLOCK = 1 << 13
/** Rows from which looking two codes up at a time takes less than the table of all pairs of codes. */
const PAIRED_ROWS = 1 << 17

/** Rows of a cross-filter. */
export interface CrossRows {
  readonly dimensions: readonly CrossDimension[]
  /** The same dimensions, see `packDimensions`. */
  readonly packed: readonly PackedDimensions[]
  readonly count: number
}

/** Rows that pass, and per dimension and code those that pass the choices of all other dimensions. */
export interface CrossCounts {
  readonly counts: Int32Array[]
  readonly passing: number
}

/** Packed dimensions of which some have a choice. */
interface ActiveGroup {
  /** Position among the packed ones. */
  readonly index: number
  readonly group: PackedDimensions
  /** The dimensions whose choice each combination does not pass, a bit each. */
  readonly failed: Int32Array
}

/**
 * Counts every dimension under the choices of all others. Rows are counted by combination of packed dimensions, each combination under the
 * choices of the other packs alone: what the choices within a pack hold back follows from these counts.
 * @param fails receives for each row the dimensions that it does not pass, a bit each
 */
export function countCrossed(rows: CrossRows, choice: CrossChoice, fails: Int32Array = new Int32Array(0)): CrossCounts {
  const { dimensions, packed } = rows
  const active = packed.flatMap((group, index): ActiveGroup[] => {
    const failed = failedBy(group, dimensions, choice)
    return failed === undefined ? [] : [{ index, group, failed }]
  })
  if (fails.length > 0) noteFailed(active, fails)
  const combinations = countPacked(rows, active)
  const counts = dimensions.map(({ size }) => new Int32Array(size))
  let passing = rows.count
  packed.forEach((group, index) => {
    const failed = active.find((each) => each.index === index)?.failed ?? new Int32Array(group.size)
    passing = addCombinations(group, combinations[index]!, failed, counts)
  })
  return { counts, passing }
}

/** Rows by combination of each pack that pass the choices of all other packs. */
function countPacked({ packed, count }: CrossRows, active: readonly ActiveGroup[]): readonly Int32Array[] {
  if (active.length === 0) return packed.map(({ totals }) => totals)
  // A pack that has the only choices is itself under none. Where most rows pass them, the few others are counted and taken off.
  const only = active.length === 1 ? active[0] : undefined
  const isMost = only !== undefined && 2 * passingOf(only) > count
  const counts = packed.map(({ size }) => new Int32Array(size))
  const holding = active.map(({ group, failed }) => holdingOf(group, failed, count))
  const others = packed.filter((group) => group !== only?.group)
  const [other] = others
  if (only !== undefined && others.length === 1 && other !== undefined) {
    tallyWords(holding[0]!, count, isMost, other.codes, counts[packed.indexOf(other)]!)
    return withTotals(packed, counts, only, isMost)
  }
  const passing = new Int32Array(BLOCK)
  const heldBack = only === undefined ? active.map(() => new Int32Array(BLOCK)) : []
  for (let first = 0; first < count; first += BLOCK) {
    const end = Math.min(first + BLOCK, count)
    const lengths = listRows(holding, first, end, isMost, passing, heldBack)
    packed.forEach((group, index) => {
      if (group !== only?.group) tally(group.codes, passing, lengths[0]!, counts[index]!)
    })
    heldBack.forEach((rows, position) => {
      const { index, group } = active[position]!
      tally(group.codes, rows, lengths[position + 1]!, counts[index]!)
    })
  }
  return only === undefined ? counts : withTotals(packed, counts, only, isMost)
}

/** Counts by combination under the choices of one pack. @param isTurned whether `counts` are of rows that do not pass them */
function withTotals(
  packed: readonly PackedDimensions[],
  counts: readonly Int32Array[],
  only: ActiveGroup,
  isTurned: boolean
): readonly Int32Array[] {
  return packed.map(({ totals }, index) => {
    if (index === only.index) return totals
    return isTurned ? totals.map((all, code) => all - counts[index]![code]!) : counts[index]!
  })
}

function passingOf({ group, failed }: ActiveGroup): number {
  return group.totals.reduce((sum, rows, code) => (failed[code] === 0 ? sum + rows : sum), 0)
}

/** What a pack holds back: 1 by code. */
interface Holding {
  readonly group: PackedDimensions
  readonly holds: Uint8Array
  /** The same of two rows at a time, that of the first in the lowest bit, by both codes; of many rows whose codes take a byte. */
  readonly pairs: Uint8Array | undefined
}

function holdingOf(group: PackedDimensions, failed: Int32Array, rows: number): Holding {
  const holds = new Uint8Array(Math.max(256, failed.length))
  failed.forEach((bits, code) => (holds[code] = bits === 0 ? 0 : 1))
  const isPaired = group.fours !== undefined && rows >= PAIRED_ROWS
  return { group, holds, pairs: isPaired ? pairsOf(holds) : undefined }
}

function pairsOf(holds: Uint8Array): Uint8Array {
  const pairs = new Uint8Array(1 << 16)
  for (let second = 0, pair = 0; second < 256; second++) {
    const high = holds[second]! << 1
    for (let first = 0; first < 256; first++) pairs[pair++] = holds[first]! | high
  }
  return pairs
}

/**
 * Lists rows that pass, and for each pack those that it alone holds back.
 * @param isTurned lists the rows that do not pass in place of those that do
 * @param heldBack one list per pack, or none
 * @returns how many rows are in each list
 */
function listRows(
  holding: readonly Holding[],
  first: number,
  end: number,
  isTurned: boolean,
  passing: Int32Array,
  heldBack: readonly Int32Array[]
): Int32Array {
  const lengths = new Int32Array(heldBack.length + 1)
  const bits = new Int32Array(holding.length)
  for (let row = first; row < end; row += 32) {
    const valid = end - row < 32 ? (1 << (end - row)) - 1 : -1
    let any = 0
    let several = 0
    for (let pack = 0; pack < holding.length; pack++) {
      const word = heldWord(holding[pack]!, row, end)
      bits[pack] = word
      several |= any & word
      any |= word
    }
    lengths[0] = append((isTurned ? any : ~any) & valid, row, passing, lengths[0]!)
    for (let pack = 0; pack < heldBack.length; pack++)
      lengths[pack + 1] = append(bits[pack]! & ~several, row, heldBack[pack]!, lengths[pack + 1]!)
  }
  return lengths
}

/** Counts the codes of the rows that a pack lets pass, or of those that it holds back. */
function tallyWords(holding: Holding, count: number, isTurned: boolean, codes: CrossCodes, counts: Int32Array): void {
  for (let row = 0; row < count; row += 32) {
    const valid = count - row < 32 ? (1 << (count - row)) - 1 : -1
    const stopped = heldWord(holding, row, count)
    for (let bits = (isTurned ? stopped : ~stopped) & valid; bits !== 0; bits &= bits - 1)
      counts[codes[row + 31 - Math.clz32(bits & -bits)]!]!++
  }
}

/** Which of 32 rows are held back, a bit each. */
function heldWord({ group: { codes, fours }, holds, pairs }: Holding, first: number, end: number): number {
  let bits = 0
  if (fours === undefined || first + 32 > end) {
    const last = Math.min(first + 32, end)
    for (let row = first; row < last; row++) bits |= holds[codes[row]!]! << (row - first)
    return bits
  }
  if (pairs !== undefined) {
    for (let bit = 0, index = first >>> 2; bit < 32; bit += 4, index++) {
      const four = fours[index]!
      bits |= (pairs[four & 65_535]! | (pairs[four >>> 16]! << 2)) << bit
    }
    return bits
  }
  for (let bit = 0, index = first >>> 2; bit < 32; bit += 4, index++) {
    const four = fours[index]!
    bits |=
      (holds[four & 255]! |
        (holds[(four >>> 8) & 255]! << 1) |
        (holds[(four >>> 16) & 255]! << 2) |
        (holds[four >>> 24]! << 3)) <<
      bit
  }
  return bits
}

/** Adds the rows of a word to a list. @returns its length */
function append(word: number, first: number, list: Int32Array, length: number): number {
  let end = length
  for (let bits = word; bits !== 0; bits &= bits - 1) list[end++] = first + 31 - Math.clz32(bits & -bits)
  return end
}

function tally(codes: CrossCodes, list: Int32Array, length: number, counts: Int32Array): void {
  for (let index = 0; index < length; index++) counts[codes[list[index]!]!]!++
}

/** Writes for each row the dimensions that it does not pass. */
function noteFailed(active: readonly ActiveGroup[], fails: Int32Array): void {
  fails.fill(0)
  for (const { group, failed } of active) {
    const { codes } = group
    for (let row = 0; row < fails.length; row++) fails[row]! |= failed[codes[row]!]!
  }
}

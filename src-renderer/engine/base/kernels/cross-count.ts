import type { CrossChoice, CrossCodes, CrossDimension } from './cross-filter.ts'
import { addCombinations, type PackedDimensions } from './pack-dimensions.ts'

/** Rows that are told apart at once, so that what is known of them stays in the processor's cache. */
const BLOCK = 1 << 13

/** Choices that are told apart in one byte; with more, rows are looked at one by one. */
const MAX_CHOICES = 8

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

/** A dimension with a choice; `bit` says that a row does not pass it. */
interface ActiveDimension {
  readonly index: number
  readonly mask: Uint8Array
  readonly bit: number
}

/** Codes of rows with the bits of the choices that each code does not pass. */
interface Marking {
  readonly codes: CrossCodes
  readonly bits: Uint8Array
}

/**
 * Counts every dimension under the choices of all others, in one pass.
 * @param fails receives for each row the dimensions that it does not pass
 */
export function countCrossed(rows: CrossRows, choice: CrossChoice, fails: Int32Array = new Int32Array(0)): CrossCounts {
  const { dimensions, packed } = rows
  const active = dimensions.flatMap((_, index) => {
    const mask = choice[index]
    return mask === undefined ? [] : [{ index, mask }]
  })
  if (active.length > MAX_CHOICES) return countOneByOne(rows, choice, fails)
  const withBits = active.map((each, position) => ({ ...each, bit: 1 << position }))
  const markings = packed.flatMap((group) => markingOf(group, dimensions, withBits))
  const counts = dimensions.map(({ size }) => new Int32Array(size))
  const combinations = packed.map(({ size }) => new Int32Array(size))
  const failed = new Uint8Array(BLOCK)
  const capacity = new Int32Array(BLOCK * (MAX_CHOICES + 2))
  const lists = Array.from({ length: MAX_CHOICES + 2 }, (_, list) =>
    capacity.subarray(list * BLOCK, (list + 1) * BLOCK)
  )
  const lengths = new Int32Array(lists.length)
  let passing = 0
  for (let first = 0; first < rows.count; first += BLOCK) {
    const length = Math.min(BLOCK, rows.count - first)
    markRows(markings, first, length, failed)
    if (fails.length > 0) scatterBits(failed, first, length, withBits, fails)
    divide(failed, length, capacity, lengths.fill(0))
    passing += lengths[0]!
    packed.forEach(({ codes }, group) => {
      tally(codes, first, lists[0]!, lengths[0]!, combinations[group]!)
    })
    withBits.forEach(({ index }, position) => {
      tally(dimensions[index]!.codes, first, lists[position + 1]!, lengths[position + 1]!, counts[index]!)
    })
  }
  packed.forEach((group, position) => {
    addCombinations(group, combinations[position]!, counts)
  })
  return { counts, passing }
}

/** What each combination of some packed dimensions fails; none where no dimension of them has a choice. */
function markingOf(
  { members, strides, codes, size }: PackedDimensions,
  dimensions: readonly CrossDimension[],
  active: readonly ActiveDimension[]
): readonly Marking[] {
  const bits = new Uint8Array(size)
  let chosen = false
  members.forEach((member, position) => {
    const dimension = active.find(({ index }) => index === member)
    if (dimension === undefined) return
    chosen = true
    const values = dimensions[member]!.size
    for (let code = 0; code < size; code++)
      if (dimension.mask[Math.floor(code / strides[position]!) % values] !== 1) bits[code]! |= dimension.bit
  })
  return chosen ? [{ codes, bits }] : []
}

/** Notes in one bit per choice which rows of a block it holds back. */
function markRows(markings: readonly Marking[], first: number, length: number, failed: Uint8Array): void {
  const [marking, ...others] = markings
  if (marking === undefined) return
  markFirst(marking, first, length, failed)
  for (const other of others) markNext(other, first, length, failed)
}

function markFirst({ codes, bits }: Marking, first: number, length: number, failed: Uint8Array): void {
  for (let index = 0; index < length; index++) failed[index] = bits[codes[first + index]!]!
}

function markNext({ codes, bits }: Marking, first: number, length: number, failed: Uint8Array): void {
  for (let index = 0; index < length; index++) failed[index]! |= bits[codes[first + index]!]!
}

/** Lists of rows: 0 for those that pass, 1 and on for those that only one choice holds back, and one for all others. */
const listOf = Uint8Array.from({ length: 256 }, (_, bits) =>
  bits === 0 ? 0 : (bits & (bits - 1)) === 0 ? 32 - Math.clz32(bits) : MAX_CHOICES + 1
)

/** Divides the rows of a block into lists. Without a branch, which could not be predicted. */
function divide(failed: Uint8Array, length: number, capacity: Int32Array, lengths: Int32Array): void {
  for (let index = 0; index < length; index++) {
    const list = listOf[failed[index]!]!
    capacity[list * BLOCK + lengths[list]!++] = index
  }
}

function tally(codes: CrossCodes, first: number, rows: Int32Array, length: number, counts: Int32Array): void {
  for (let index = 0; index < length; index++) counts[codes[first + rows[index]!]!]!++
}

/** Writes the bits of choices as those of their dimensions. */
function scatterBits(
  failed: Uint8Array,
  first: number,
  length: number,
  active: readonly ActiveDimension[],
  fails: Int32Array
): void {
  const bits = Int32Array.from({ length: 256 }, (_, byte) =>
    active.reduce((sum, { index, bit }) => ((byte & bit) === 0 ? sum : sum | (1 << index)), 0)
  )
  for (let index = 0; index < length; index++) fails[first + index] = active.length === 0 ? 0 : bits[failed[index]!]!
}

function countOneByOne({ dimensions, count }: CrossRows, choice: CrossChoice, fails: Int32Array): CrossCounts {
  const counts = dimensions.map(({ size }) => new Int32Array(size))
  let passing = 0
  for (let row = 0; row < count; row++) {
    let failed = 0
    dimensions.forEach(({ codes }, index) => {
      const mask = choice[index]
      if (mask !== undefined && mask[codes[row]!] !== 1) failed |= 1 << index
    })
    if (fails.length > 0) fails[row] = failed
    if (failed === 0) passing++
    dimensions.forEach(({ codes }, index) => {
      if ((failed & ~(1 << index)) === 0) counts[index]![codes[row]!]!++
    })
  }
  return { counts, passing }
}

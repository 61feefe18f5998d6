/** A dimension of rows: one code below `size` per row. */
export interface CrossDimension {
  readonly codes: CrossCodes
  readonly size: number
}

/** The smallest kind of numbers that holds the codes is the fastest. */
export type CrossCodes = Uint8Array | Uint16Array | Uint32Array

/** What is chosen in each dimension: 1 per code that passes; undefined where everything does. */
export type CrossChoice = readonly (Uint8Array | undefined)[]

/** Counts of rows that follow choices in any dimension. */
export interface CrossFilter {
  /** Per dimension and code: rows that pass the choices of all other dimensions. */
  readonly counts: readonly Int32Array[]
  /** Rows that pass every choice. */
  readonly passing: number
  /** One bit per dimension whose choice the row does not pass; 0 for rows that pass every choice. */
  readonly fails: Int32Array
  /**
   * Takes new choices over. A dimension whose choice stays is not looked at again.
   * @returns rows that pass every choice now and did not before, and the complements (`~row`) of those for which it is the
   * other way round, in their order; undefined when everything was counted anew. Valid until the next call
   */
  choose(choice: CrossChoice): Int32Array | undefined
}

/** Dimensions that rows can have at most. */
export const MOST_DIMENSIONS = 32

/** Rows that are told apart at once, so that what is known of them stays at hand. */
const BLOCK = 1 << 13

/**
 * Makes the counts of rows without any choice. A changed choice costs what its dimension's codes cost to read, and a little
 * for each row that it lets in or out; when several dimensions change at once, everything is counted anew.
 * @param dimensions no more than {@link MOST_DIMENSIONS}
 */
export function crossFilter(dimensions: readonly CrossDimension[], rows: number): CrossFilter {
  const fails = new Int32Array(rows)
  /** Two dimensions may change at once. */
  const moved = new Int32Array(rows * 2)
  const none: CrossChoice = dimensions.map(() => undefined)
  let present = none
  let { counts, passing } = countCrossed(dimensions, none, rows)

  /** Moves the rows whose code is let in or out by the new choice of one dimension. @returns the end of what moved */
  function move(at: number, mask: Uint8Array | undefined, before: Uint8Array | undefined, from: number): number {
    const { codes, size } = dimensions[at]!
    const moves = new Uint8Array(size)
    for (let code = 0; code < size; code++) moves[code] = passes(mask, code) === passes(before, code) ? 0 : 1
    const own = 1 << at
    let to = from
    for (let row = 0; row < rows; row++) {
      if (moves[codes[row]!] === 0) continue
      const failed = fails[row]!
      fails[row] = failed ^ own
      const others = failed & ~own
      const more = (failed & own) === 0 ? -1 : 1
      if (others === 0) {
        passing += more
        moved[to++] = more === 1 ? row : ~row
        for (let other = 0; other < dimensions.length; other++)
          if (other !== at) counts[other]![dimensions[other]!.codes[row]!]! += more
      } else if ((others & (others - 1)) === 0) {
        // One other dimension holds the row back, so it counts there and nowhere else.
        const other = 31 - Math.clz32(others)
        counts[other]![dimensions[other]!.codes[row]!]! += more
      }
    }
    return to
  }

  return {
    get counts() {
      return counts
    },
    get passing() {
      return passing
    },
    fails,
    choose(choice) {
      const changed = dimensions.flatMap(({ size }, at) => (sameChoice(choice[at], present[at], size) ? [] : [at]))
      const before = present
      present = choice
      if (changed.length > 2) {
        ;({ counts, passing } = countCrossed(dimensions, choice, rows, fails))
        return undefined
      }
      let end = 0
      for (const at of changed) end = move(at, choice[at], before[at], end)
      return moved.subarray(0, end)
    }
  }
}

function passes(mask: Uint8Array | undefined, code: number): boolean {
  return mask === undefined || mask[code] === 1
}

function sameChoice(left: Uint8Array | undefined, right: Uint8Array | undefined, size: number): boolean {
  for (let code = 0; code < size; code++) if (passes(left, code) !== passes(right, code)) return false
  return true
}

/** Choices that are told apart in one byte; with more, rows are looked at one by one. */
const MOST_CHOICES = 8

/**
 * Counts every dimension under the choices of all others, in one pass.
 * @param fails receives for each row the dimensions that it does not pass
 */
export function countCrossed(
  dimensions: readonly CrossDimension[],
  choice: CrossChoice,
  rows: number,
  fails: Int32Array = new Int32Array(0)
): { readonly counts: Int32Array[]; readonly passing: number } {
  const counts = dimensions.map(({ size }) => new Int32Array(size))
  const active = dimensions.flatMap(({ codes }, at) => {
    const mask = choice[at]
    return mask === undefined ? [] : [{ at, codes, mask }]
  })
  if (active.length > MOST_CHOICES) return countOneByOne(dimensions, choice, rows, fails)
  const bits = active.map(({ mask }, place) => mask.map((own) => (own === 1 ? 0 : 1 << place)))
  const failed = new Uint8Array(BLOCK)
  const lists = Array.from({ length: MOST_CHOICES + 2 }, () => new Int32Array(0))
  const room = new Int32Array(BLOCK * lists.length)
  const lengths = new Int32Array(lists.length)
  lists.forEach((_, list) => (lists[list] = room.subarray(list * BLOCK, (list + 1) * BLOCK)))
  let passing = 0
  for (let first = 0; first < rows; first += BLOCK) {
    const length = Math.min(BLOCK, rows - first)
    markRows(active, bits, first, length, failed)
    if (fails.length > 0) spread(failed, first, length, active, fails)
    divide(failed, length, room, lengths.fill(0))
    passing += lengths[0]!
    for (let at = 0; at < dimensions.length; at++)
      tally(dimensions[at]!.codes, first, lists[0]!, lengths[0]!, counts[at]!)
    for (let place = 0; place < active.length; place++) {
      const { at, codes } = active[place]!
      tally(codes, first, lists[place + 1]!, lengths[place + 1]!, counts[at]!)
    }
  }
  return { counts, passing }
}

/** Notes in one bit per choice which rows of a block it holds back. */
function markRows(
  active: readonly { readonly codes: CrossCodes }[],
  bits: readonly Uint8Array[],
  first: number,
  length: number,
  failed: Uint8Array
): void {
  const [one, two] = active
  if (one === undefined) return
  if (two === undefined) markFirst(one.codes, bits[0]!, first, length, failed)
  else markPair(one.codes, bits[0]!, two.codes, bits[1]!, first, length, failed)
  for (let place = 2; place < active.length; place++)
    markNext(active[place]!.codes, bits[place]!, first, length, failed)
}

function markPair(
  left: CrossCodes,
  leftBits: Uint8Array,
  right: CrossCodes,
  rightBits: Uint8Array,
  first: number,
  length: number,
  failed: Uint8Array
): void {
  for (let at = 0; at < length; at++) failed[at] = leftBits[left[first + at]!]! | rightBits[right[first + at]!]!
}

function markFirst(codes: CrossCodes, bits: Uint8Array, first: number, length: number, failed: Uint8Array): void {
  for (let at = 0; at < length; at++) failed[at] = bits[codes[first + at]!]!
}

function markNext(codes: CrossCodes, bits: Uint8Array, first: number, length: number, failed: Uint8Array): void {
  for (let at = 0; at < length; at++) failed[at]! |= bits[codes[first + at]!]!
}

/** Lists of rows: 0 for those that pass, 1 and on for those that only one choice holds back, and one for all others. */
const listOf = Uint8Array.from({ length: 256 }, (_, bits) =>
  bits === 0 ? 0 : (bits & (bits - 1)) === 0 ? 32 - Math.clz32(bits) : MOST_CHOICES + 1
)

/** Divides the rows of a block into lists. Without a branch, which could not be foretold. */
function divide(failed: Uint8Array, length: number, room: Int32Array, lengths: Int32Array): void {
  for (let at = 0; at < length; at++) {
    const list = listOf[failed[at]!]!
    room[list * BLOCK + lengths[list]!++] = at
  }
}

function tally(codes: CrossCodes, first: number, rows: Int32Array, length: number, counts: Int32Array): void {
  for (let at = 0; at < length; at++) counts[codes[first + rows[at]!]!]!++
}

/** Writes the bits of choices as those of their dimensions. */
function spread(
  failed: Uint8Array,
  first: number,
  length: number,
  active: readonly { readonly at: number }[],
  fails: Int32Array
): void {
  const bits = Int32Array.from({ length: 256 }, (_, own) =>
    active.reduce((sum, { at }, place) => ((own >> place) & 1 ? sum | (1 << at) : sum), 0)
  )
  for (let at = 0; at < length; at++) fails[first + at] = active.length === 0 ? 0 : bits[failed[at]!]!
}

function countOneByOne(
  dimensions: readonly CrossDimension[],
  choice: CrossChoice,
  rows: number,
  fails: Int32Array
): { readonly counts: Int32Array[]; readonly passing: number } {
  const counts = dimensions.map(({ size }) => new Int32Array(size))
  let passing = 0
  for (let row = 0; row < rows; row++) {
    let failed = 0
    for (let at = 0; at < dimensions.length; at++)
      if (!passes(choice[at], dimensions[at]!.codes[row]!)) failed |= 1 << at
    if (fails.length > 0) fails[row] = failed
    if (failed === 0) passing++
    for (let at = 0; at < dimensions.length; at++)
      if ((failed & ~(1 << at)) === 0) counts[at]![dimensions[at]!.codes[row]!]!++
  }
  return { counts, passing }
}

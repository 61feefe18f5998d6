import type { CrossDimension, CrossChoice } from './cross-dimension.ts'
import { countCrossed } from './cross-count.ts'
import { packDimensions } from './pack-dimensions.ts'

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
   * other way round, in their order; undefined when everything was counted again. Valid until the next call
   */
  choose(choice: CrossChoice): Int32Array | undefined
}

/** Dimensions that rows can have at most. */
export const MAX_DIMENSIONS = 32

/**
 * Makes the counts of rows without any choice. A changed choice costs what its dimension's codes cost to read, and a little
 * for each row that it lets in or out; when several dimensions change at once, everything is counted again.
 * @param dimensions no more than {@link MAX_DIMENSIONS}
 */
export function crossFilter(dimensions: readonly CrossDimension[], rows: number): CrossFilter {
  const fails = new Int32Array(rows)
  /** Two dimensions may change at once. */
  const moved = new Int32Array(rows * 2)
  const none: CrossChoice = dimensions.map(() => undefined)
  let present = none
  const all = { dimensions, packed: packDimensions(dimensions, rows), count: rows }
  let { counts, passing } = countCrossed(all, none)

  /** Moves the rows whose code is let in or out by the new choice of one dimension. @returns the end of what moved */
  function move(index: number, mask: Uint8Array | undefined, before: Uint8Array | undefined, from: number): number {
    const { codes, size } = dimensions[index]!
    const moves = new Uint8Array(size)
    for (let code = 0; code < size; code++) moves[code] = passes(mask, code) === passes(before, code) ? 0 : 1
    const bit = 1 << index
    let to = from
    for (let row = 0; row < rows; row++) {
      if (moves[codes[row]!] === 0) continue
      const failed = fails[row]!
      fails[row] = failed ^ bit
      const others = failed & ~bit
      const more = (failed & bit) === 0 ? -1 : 1
      if (others === 0) {
        passing += more
        moved[to++] = more === 1 ? row : ~row
        for (let other = 0; other < dimensions.length; other++)
          if (other !== index) counts[other]![dimensions[other]!.codes[row]!]! += more
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
      const changed = dimensions.flatMap(({ size }, index) =>
        sameChoice(choice[index], present[index], size) ? [] : [index]
      )
      const before = present
      present = choice
      if (changed.length > 2) {
        ;({ counts, passing } = countCrossed(all, choice, fails))
        return undefined
      }
      let end = 0
      for (const index of changed) end = move(index, choice[index], before[index], end)
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

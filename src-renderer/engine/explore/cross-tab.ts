import { defined } from '#shared/language/defined.ts'
import { ordinalsOf, type Bitset } from '../base/kernels/bitset.ts'
import type { Codes } from '../base/kernels/codes.ts'
import { crossFilter } from '../base/kernels/cross-filter.ts'
import type { CrossChoice, CrossDimension } from '../base/kernels/cross-dimension.ts'
import { moveCells, moveTotal, noSums, summable, type RunningSums } from './running-sums.ts'

/** What people are charted by: one code and one amount per person. */
export interface CrossTabSource {
  readonly dimensions: readonly { readonly codes: Codes; readonly values: number }[]
  /** NaN where a measure says nothing of a person. */
  readonly measures: readonly Float64Array[]
}

/** What a choice selects. */
export interface CrossTabAnswer {
  /** People who pass every choice. */
  readonly people: number
  /** Per dimension and code: people who pass the choices of all other dimensions. */
  readonly counts: readonly Int32Array[]
  /** Per measure: its sum over the people who pass, and how many of them it is known for. */
  readonly totals: readonly { readonly sum: number; readonly known: number }[]
  /** Row by column, if asked for: people, and sum and number of known of a measure. */
  readonly pivot: { readonly people: Int32Array; readonly sums: Float64Array; readonly known: Int32Array } | undefined
}

/** Two dimensions to cross, and the measure to sum in their cells; -1 counts people only. */
export interface Pivot {
  readonly rows: number
  readonly columns: number
  readonly measure: number
}

/** Charts of some people that follow choices in any of them. People without a code stand in a place of their own, the last. */
export interface CrossTab {
  /** Places of each dimension: its values and that of people without one. */
  readonly sizes: readonly number[]
  /** @param chosen 1 per place that passes; undefined where everything does */
  ask(chosen: CrossChoice, pivot: Pivot | undefined): CrossTabAnswer
  /** Ordinals of the people who pass. */
  select(chosen: CrossChoice): Int32Array
}

/** Prepares the charts of some people. */
export function createCrossTab({ dimensions, measures }: CrossTabSource, people: Bitset): CrossTab {
  const ordinals = ordinalsOf(people)
  const coded = dimensions.map(({ codes, values }) => codesOf(codes, values, ordinals))
  const summed = measures.map((values) => summable(Float64Array.from(ordinals, (ordinal) => values[ordinal]!)))
  const exact = summed.every((measure) => measure.exact)
  const filter = crossFilter(coded, ordinals.length)
  let totals = summed.map(() => noSums(1))
  let cells: RunningSums | undefined
  let crossed: Pivot | undefined
  let begun = false

  /** Rows that pass every choice. */
  function passing(): Int32Array {
    const rows = new Int32Array(filter.passing)
    const { fails } = filter
    let count = 0
    for (let row = 0; row < fails.length; row++) if (fails[row] === 0) rows[count++] = row
    return rows
  }

  /**
   * Brings the sums of a crossed table up to date.
   * @param moved rows that moved since the last time; undefined counts again
   */
  function cross(pivot: Pivot, moved: Int32Array | undefined): RunningSums {
    const { codes: down, size: height } = coded[pivot.rows]!
    const { codes: across, size: width } = coded[pivot.columns]!
    const same = crossed?.rows === pivot.rows && crossed.columns === pivot.columns && crossed.measure === pivot.measure
    const known = moved !== undefined && same ? cells : undefined
    const sums = known ?? noSums(height * width)
    const rows = known === undefined ? passing() : defined(moved)
    moveCells(sums, rows, summed[pivot.measure]?.amounts, (row) => down[row]! * width + across[row]!)
    crossed = pivot
    return sums
  }

  return {
    sizes: coded.map(({ size }) => size),
    ask(chosen, pivot) {
      const changed = filter.choose(chosen)
      // Where fewer pass than have moved, they are summed sooner.
      const moved = begun && exact && changed !== undefined && changed.length <= filter.passing ? changed : undefined
      begun = true
      if (moved === undefined) totals = summed.map(() => noSums(1))
      const rows = moved ?? passing()
      summed.forEach(({ amounts }, index) => moveTotal(totals[index]!, rows, amounts))
      cells = pivot === undefined ? undefined : cross(pivot, moved)
      return {
        people: filter.passing,
        counts: filter.counts.map((counts) => counts.slice()),
        totals: totals.map(({ sums, known }) => ({ sum: sums[0]!, known: known[0]! })),
        pivot: cells && { people: cells.rows.slice(), sums: cells.sums.slice(), known: cells.known.slice() }
      }
    },
    select(chosen) {
      begun = false
      filter.choose(chosen)
      return passing().map((row) => ordinals[row]!)
    }
  }
}

/** Codes of the people in view in the smallest numbers that hold them. */
function codesOf(codes: Codes, values: number, ordinals: Int32Array): CrossDimension {
  const size = values + 1
  const Narrow = size <= 0x100 ? Uint8Array : size <= 0x10000 ? Uint16Array : Uint32Array
  const out = new Narrow(ordinals.length)
  for (let row = 0; row < out.length; row++) {
    const code = codes[ordinals[row]!]!
    out[row] = code < 0 ? values : code
  }
  return { codes: out, size }
}

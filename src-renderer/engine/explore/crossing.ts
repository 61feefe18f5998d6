import { ordinalsOf, type Bitset } from '../kernels/bitset.ts'
import type { Codes } from '../kernels/codes.ts'
import { crossFilter, type CrossChoice, type CrossDimension } from '../kernels/cross-filter.ts'

/** What people are charted by: one code and one amount per person. */
export interface CrossingSource {
  readonly dimensions: readonly { readonly codes: Codes; readonly values: number }[]
  /** NaN where a measure says nothing of a person. */
  readonly measures: readonly Float64Array[]
}

/** What a choice selects. */
export interface CrossingAnswer {
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
export interface Crossing {
  /** Places of each dimension: its values and that of people without one. */
  readonly sizes: readonly number[]
  /** @param chosen 1 per place that passes; undefined where everything does */
  ask(chosen: CrossChoice, pivot: Pivot | undefined): CrossingAnswer
  /** Ordinals of the people who pass. */
  select(chosen: CrossChoice): Int32Array
}

/** Prepares the charts of some people. */
export function createCrossing({ dimensions, measures }: CrossingSource, people: Bitset): Crossing {
  const ordinals = ordinalsOf(people)
  const coded = dimensions.map(({ codes, values }) => codesOf(codes, values, ordinals))
  const amounts = measures.map((values) => Float64Array.from(ordinals, (ordinal) => values[ordinal]!))
  const filter = crossFilter(coded, ordinals.length)

  /** Rows that pass every choice. */
  function passing(): Int32Array {
    const rows = new Int32Array(filter.passing)
    const { fails } = filter
    let count = 0
    for (let row = 0; row < fails.length; row++) if (fails[row] === 0) rows[count++] = row
    return rows
  }

  function cross({ rows: down, columns: across, measure }: Pivot, rows: Int32Array): CrossingAnswer['pivot'] {
    const { codes: downCodes, size: height } = coded[down]!
    const { codes: acrossCodes, size: width } = coded[across]!
    const crossed = {
      people: new Int32Array(height * width),
      sums: new Float64Array(height * width),
      known: new Int32Array(height * width)
    }
    const values = amounts[measure]
    for (const row of rows) {
      const place = downCodes[row]! * width + acrossCodes[row]!
      crossed.people[place]!++
      const amount = values === undefined ? Number.NaN : values[row]!
      if (Number.isNaN(amount)) continue
      crossed.sums[place]! += amount
      crossed.known[place]!++
    }
    return crossed
  }

  return {
    sizes: coded.map(({ size }) => size),
    ask(chosen, pivot) {
      filter.choose(chosen)
      const rows = passing()
      return {
        people: filter.passing,
        counts: filter.counts.map((counts) => counts.slice()),
        totals: amounts.map((values) => total(values, rows)),
        pivot: pivot === undefined ? undefined : cross(pivot, rows)
      }
    },
    select(chosen) {
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

function total(values: Float64Array, rows: Int32Array): { readonly sum: number; readonly known: number } {
  let sum = 0
  let known = 0
  for (let at = 0; at < rows.length; at++) {
    const amount = values[rows[at]!]!
    if (Number.isNaN(amount)) continue
    sum += amount
    known++
  }
  return { sum, known }
}

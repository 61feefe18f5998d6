import { hasBit, type Bitset } from '../kernels/bitset.ts'
import type { Codes } from '../kernels/codes.ts'

/** What a cube is made of: one code and one amount per person. */
export interface CubeSource {
  readonly dimensions: readonly { readonly codes: Codes; readonly values: number }[]
  /** NaN where a measure says nothing of a person. */
  readonly measures: readonly Float64Array[]
}

/**
 * People who are alike in every dimension, counted once: the pre-aggregated cells that exist. Never more cells than people.
 * People without a code in a dimension stand in a place of their own, after its values.
 */
export interface Cube {
  readonly cells: number
  readonly sizes: readonly number[]
  /** Per dimension, the code of each cell. */
  readonly codes: readonly Int16Array[]
  /** People of each cell. */
  readonly people: Int32Array
  /** Per measure, the sum in each cell and how many people it is from. */
  readonly sums: readonly Float64Array[]
  readonly known: readonly Int32Array[]
}

/** Builds the cells of some people. */
export function buildCube({ dimensions, measures }: CubeSource, people: Bitset, patients: number): Cube {
  const sizes = dimensions.map(({ values }) => values + 1)
  const cellOf = new Int32Array(patients).fill(-1)
  let cells = 1
  for (let patient = 0; patient < patients; patient++) if (hasBit(people, patient)) cellOf[patient] = 0
  dimensions.forEach(({ codes, values }, at) => {
    const size = sizes[at]!
    const place = new Map<number, number>()
    for (let patient = 0; patient < patients; patient++) {
      if (cellOf[patient]! < 0) continue
      const code = codes[patient]!
      const key = cellOf[patient]! * size + (code < 0 ? values : code)
      let cell = place.get(key)
      if (cell === undefined) {
        cell = place.size
        place.set(key, cell)
      }
      cellOf[patient] = cell
    }
    cells = place.size
  })
  const cube = {
    cells,
    sizes,
    codes: dimensions.map(() => new Int16Array(cells)),
    people: new Int32Array(cells),
    sums: measures.map(() => new Float64Array(cells)),
    known: measures.map(() => new Int32Array(cells))
  }
  for (let patient = 0; patient < patients; patient++) {
    const cell = cellOf[patient]!
    if (cell < 0) continue
    cube.people[cell]!++
    dimensions.forEach(({ codes, values }, at) => {
      cube.codes[at]![cell] = codes[patient]! < 0 ? values : codes[patient]!
    })
    measures.forEach((amounts, at) => {
      const amount = amounts[patient]!
      if (Number.isNaN(amount)) return
      cube.sums[at]![cell]! += amount
      cube.known[at]![cell]!++
    })
  }
  return cube
}

/** What is chosen in each dimension: 1 per code that passes; undefined where everything does. */
export type Chosen = readonly (Uint8Array | undefined)[]

/** What a choice selects. */
export interface CubeAnswer {
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

/** Counts every dimension under the choices of all others, in one pass over the cells. */
export function askCube(cube: Cube, chosen: Chosen, pivot: Pivot | undefined): CubeAnswer {
  const { cells, codes, people, sums, known, sizes } = cube
  const counts = sizes.map((size) => new Int32Array(size))
  const active = chosen.flatMap((mask, at) => (mask === undefined ? [] : [{ mask, codes: codes[at]!, at }]))
  const totals = sums.map(() => ({ sum: 0, known: 0 }))
  const rows = pivot === undefined ? undefined : codes[pivot.rows]!
  const columns = pivot === undefined ? undefined : codes[pivot.columns]!
  const width = pivot === undefined ? 0 : sizes[pivot.columns]!
  const size = pivot === undefined ? 0 : sizes[pivot.rows]! * width
  const crossed = { people: new Int32Array(size), sums: new Float64Array(size), known: new Int32Array(size) }
  const measured = pivot === undefined || pivot.measure < 0 ? undefined : pivot.measure
  let all = 0
  for (let cell = 0; cell < cells; cell++) {
    let fails = 0
    let which = -1
    for (let at = 0; at < active.length && fails < 2; at++) {
      const choice = active[at]!
      if (choice.mask[choice.codes[cell]!] === 0) {
        fails++
        which = choice.at
      }
    }
    if (fails > 1) continue
    const weight = people[cell]!
    if (fails === 1) {
      counts[which]![codes[which]![cell]!]! += weight
      continue
    }
    all += weight
    for (let at = 0; at < counts.length; at++) counts[at]![codes[at]![cell]!]! += weight
    for (let at = 0; at < totals.length; at++) {
      totals[at]!.sum += sums[at]![cell]!
      totals[at]!.known += known[at]![cell]!
    }
    if (rows === undefined || columns === undefined) continue
    const place = rows[cell]! * width + columns[cell]!
    crossed.people[place]! += weight
    if (measured === undefined) continue
    crossed.sums[place]! += sums[measured]![cell]!
    crossed.known[place]! += known[measured]![cell]!
  }
  return { people: all, counts, totals, pivot: pivot === undefined ? undefined : crossed }
}

export const PER_PERSON = 25
export const CODES = 30
export const A1C = 7
export const GAP_TEST = 11
export const MONTHS = 132
export const AS_OF = MONTHS * 30
export const YEAR = 365
export const CONDITION = 3

/** Numbers in the narrowest kind of array that holds them; every engine gets columns of the same width. */
export type Numbers = Uint8Array | Uint16Array | Int32Array | Float64Array

/** A table: how many rows, and its columns by name. */
export interface Rows {
  readonly count: number
  readonly columns: Readonly<Record<string, Numbers>>
}

/** A small generator with a seed, so that every run asks about the same people. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const next = random(42)
/** A whole number below another; the same ones in every run. */
export const below = (size: number): number => Math.floor(next() * size)

function makePeople(size: number): Rows {
  return {
    count: size,
    columns: {
      pid: Int32Array.from({ length: size }, (_, index) => index),
      sex: Uint8Array.from({ length: size }, () => below(2)),
      band: Uint8Array.from({ length: size }, () => below(4)),
      state: Uint8Array.from({ length: size }, () => below(8))
    }
  }
}

/** Sorted by person and day; one observation of a person and day. */
function makeObservations(people: Rows): Rows {
  const count = people.count * PER_PERSON
  // People, days and codes as the store has them; what charts filter by, as the Explore screen has it.
  const [pid, day, code] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)]
  const month = new Uint8Array(count)
  const [sex, band, state, status] = [
    new Uint8Array(count),
    new Uint8Array(count),
    new Uint8Array(count),
    new Uint8Array(count)
  ]
  const value = new Float64Array(count)
  const step = Math.floor(AS_OF / PER_PERSON)
  for (let person = 0; person < people.count; person++) {
    for (let index = 0; index < PER_PERSON; index++) {
      const row = person * PER_PERSON + index
      pid[row] = person
      code[row] = below(CODES)
      day[row] = index * step + below(step)
      month[row] = Math.floor(day[row] / 30)
      sex[row] = people.columns['sex']![person]!
      band[row] = people.columns['band']![person]!
      state[row] = people.columns['state']![person]!
      status[row] = below(4)
      value[row] = below(200) / 2
    }
  }
  return { count, columns: { pid, code, day, month, sex, band, state, status, value } }
}

function makeConditions(size: number): Rows {
  const count = Math.floor(size * 2.5)
  return {
    count,
    columns: {
      pid: Int32Array.from({ length: count }, (_, index) => Math.floor(index / 2.5)),
      code: Int32Array.from({ length: count }, () => below(20))
    }
  }
}

/** People, their observations and conditions: the same in every run. */
export function makeTables(size: number): { readonly p: Rows; readonly o: Rows; readonly c: Rows } {
  const p = makePeople(size)
  return { p, o: makeObservations(p), c: makeConditions(size) }
}

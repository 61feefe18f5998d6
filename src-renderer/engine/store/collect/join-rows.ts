import { releaseArrays } from '../model/release-arrays.ts'

/** Stretches of rows of several chunks, in the order in which they are put one behind the other. */
export interface RowRuns {
  /** Rows of all stretches. */
  readonly count: number
  /** Three numbers for each stretch: index of the chunk, its first row, and the first row behind it. */
  readonly runs: Int32Array
}

/** Makes runs of stretches; those that are empty are left out, and those that follow each other are one. */
export function rowRuns(stretches: Iterable<readonly [chunk: number, from: number, to: number]>): RowRuns {
  const runs: number[] = []
  let count = 0
  for (const [chunk, from, to] of stretches) {
    if (to <= from) continue
    count += to - from
    const last = runs.length - 3
    if (last >= 0 && runs[last] === chunk && runs[last + 2] === from) runs[last + 2] = to
    else runs.push(chunk, from, to)
  }
  return { count, runs: Int32Array.from(runs) }
}

/** The runs of arrays with two values for each row. */
export function pairsOf({ count, runs }: RowRuns): RowRuns {
  return { count: count * 2, runs: runs.map((value, index) => (index % 3 === 0 ? value : value * 2)) }
}

/** The place that each row gets. @param counts rows of each chunk @returns one list for each chunk */
export function placesOfRuns({ runs }: RowRuns, counts: readonly number[]): readonly Int32Array[] {
  const places = counts.map((count) => new Int32Array(count))
  let next = 0
  for (let run = 0; run < runs.length; run += 3)
    next = countUp(places[runs[run]!]!, runs[run + 1]!, runs[run + 2]!, next)
  return places
}

/** Fills a stretch with numbers that follow each other. @returns the one behind the last */
function countUp(out: Int32Array, from: number, to: number, first: number): number {
  for (let row = from; row < to; row++) out[row] = first + row - from
  return first + to - from
}

/**
 * The runs of rows that depend on others, as those of a table do on resources.
 * @param runs of the rows that they depend on, of which each chunk has as many as it has `places`
 * @param of on which row each of a chunk depends, ascending; undefined for chunks without any
 */
export function dependentRows(
  { runs }: RowRuns,
  places: readonly Int32Array[],
  of: readonly (Int32Array | undefined)[]
): RowRuns {
  const starts = of.map((rows, chunk) => (rows === undefined ? undefined : startsOf(rows, places[chunk]!.length)))
  const stretches: (readonly [number, number, number])[] = []
  for (let run = 0; run < runs.length; run += 3) {
    const chunk = runs[run]!
    const begins = starts[chunk]
    if (begins !== undefined) stretches.push([chunk, begins[runs[run + 1]!]!, begins[runs[run + 2]!]!])
  }
  releaseArrays(starts)
  return rowRuns(stretches)
}

/** Where the rows begin that depend on each of so many others, and where they end. */
function startsOf(rows: Int32Array, count: number): Int32Array {
  const starts = new Int32Array(count + 1)
  for (let row = 0; row < rows.length; row++) starts[rows[row]! + 1]!++
  for (let index = 0; index < count; index++) starts[index + 1]! += starts[index]!
  return starts
}

type Lists<A> = readonly (A | undefined)[]

interface CopiedArray<A> {
  set(values: A, offset: number): void
  subarray(from: number, to: number): A
}

/** Copies runs of arrays. @returns `out` */
function copyRuns<A extends CopiedArray<A>>(lists: Lists<A>, { runs }: RowRuns, out: A): A {
  let place = 0
  for (let run = 0; run < runs.length; run += 3) {
    const [from, to] = [runs[run + 1]!, runs[run + 2]!]
    const list = lists[runs[run]!]
    if (list !== undefined) out.set(list.subarray(from, to), place)
    place += to - from
  }
  return out
}

/** Puts runs of whole numbers one behind the other. */
export function joinInt32(lists: Lists<Int32Array>, rows: RowRuns): Int32Array {
  return copyRuns(lists, rows, new Int32Array(rows.count))
}

/** As {@link joinInt32}. */
export function joinUint32(lists: Lists<Uint32Array>, rows: RowRuns): Uint32Array {
  return copyRuns(lists, rows, new Uint32Array(rows.count))
}

/** As {@link joinInt32}. */
export function joinFloat64(lists: Lists<Float64Array>, rows: RowRuns): Float64Array {
  return copyRuns(lists, rows, new Float64Array(rows.count))
}

/** As {@link joinInt32}. */
export function joinInt16(lists: Lists<Int16Array>, rows: RowRuns): Int16Array {
  return copyRuns(lists, rows, new Int16Array(rows.count))
}

/** As {@link joinInt32}. */
export function joinUint8(lists: Lists<Uint8Array>, rows: RowRuns): Uint8Array {
  return copyRuns(lists, rows, new Uint8Array(rows.count))
}

/** The same of codes, which are moved by a number for each list; -1 stays. */
export function joinCodes(lists: Lists<Int32Array>, rows: RowRuns, shifts: readonly number[]): Int32Array {
  return changeRuns(joinInt32(lists, rows), rows, (codes, from, to, list) => moveCodes(codes, from, to, shifts[list]!))
}

function moveCodes(codes: Int32Array, from: number, to: number, by: number): void {
  for (let row = from; row < to; row++) if (codes[row]! >= 0) codes[row]! += by
}

/** The same of rows, which are replaced by their places; -1 stays. @param places by list and row */
export function joinPlaces(lists: Lists<Int32Array>, rows: RowRuns, places: readonly Int32Array[]): Int32Array {
  return changeRuns(joinInt32(lists, rows), rows, (of, from, to, list) => replaceRows(of, from, to, places[list]!))
}

function replaceRows(rows: Int32Array, from: number, to: number, places: Int32Array): void {
  for (let index = from; index < to; index++) if (rows[index]! >= 0) rows[index] = places[rows[index]!]!
}

/** Changes the stretch of each run in joined values. @returns the values */
function changeRuns(
  joined: Int32Array,
  { runs }: RowRuns,
  change: (joined: Int32Array, from: number, to: number, list: number) => void
): Int32Array {
  let place = 0
  for (let run = 0; run < runs.length; run += 3) {
    const end = place + runs[run + 2]! - runs[run + 1]!
    change(joined, place, end, runs[run]!)
    place = end
  }
  return joined
}

/** Texts of several lists as one, and the place of each text of each list. */
export interface JoinedTexts {
  readonly texts: readonly string[]
  readonly places: readonly Int32Array[]
}

/** Texts of several lists, each once and in the order in which they come first. */
export function joinTexts(lists: readonly (readonly string[] | undefined)[]): JoinedTexts {
  const placeOf = new Map<string, number>()
  const places = lists.map((list = []) => {
    const listPlaces = new Int32Array(list.length)
    for (let index = 0; index < list.length; index++) {
      const text = list[index]!
      const known = placeOf.get(text)
      listPlaces[index] = known ?? placeOf.size
      if (known === undefined) placeOf.set(text, placeOf.size)
    }
    return listPlaces
  })
  return { texts: [...placeOf.keys()], places }
}

/** Of lists with fewer texts each, many may be the same. */
const MANY_TEXTS = 64

/**
 * Texts of a column. Where most rows have a text that no other has, such as an identifier, few are the same, and looking for them takes longer than what they
 * take: then the lists stand one behind the other, and whoever numbers the texts of the column finds the same ones.
 * @param rows of the column
 */
export function joinColumnTexts(lists: readonly (readonly string[] | undefined)[], rows: number): JoinedTexts {
  const counts = lists.map((list = []) => list.length)
  const shifts = shiftsOf(counts)
  const count = counts.reduce((sum, length) => sum + length, 0)
  if (count < rows / 2 || count < lists.length * MANY_TEXTS) return joinTexts(lists)
  const places = counts.map((length, list) => numbersFrom(shifts[list]!, length))
  return { texts: lists.flatMap((list = []) => list), places }
}

/** Numbers that follow each other. */
export function numbersFrom(first: number, count: number): Int32Array {
  const numbers = new Int32Array(count)
  for (let index = 0; index < count; index++) numbers[index] = first + index
  return numbers
}

/** What the codes of each list are moved by when the lists stand one behind the other. */
export function shiftsOf(counts: readonly number[]): readonly number[] {
  let sum = 0
  return counts.map((count) => {
    sum += count
    return sum - count
  })
}

/** One property of each of a list; undefined where there is nothing. */
export function pluck<T extends object, K extends keyof T>(
  list: readonly (T | undefined)[],
  key: K
): readonly (T[K] | undefined)[] {
  return list.map((each) => each?.[key])
}

import type { ColumnChunk } from '../model/chunk.ts'

/** Values of one array of a column, by part of the table. */
export interface ScatterParts {
  readonly parts: readonly { readonly rows: number; readonly columns: readonly (ColumnChunk | undefined)[] }[]
  /** Row of each value in the order of the parts, -1 for values that are left out. */
  readonly places: Int32Array
  /** Rows that there will be. */
  readonly rows: number
}

type Part<A> = (chunk: ColumnChunk) => A | undefined

// One function for each size: code that writes into several kinds of arrays is several times slower. The loops over rows are
// functions of their own, which the compiler takes as they are; a loop inside of a loop it leaves at the end of each part.

/** Puts 32-bit numbers into the rows where they belong. */
export function spread32({ parts, places, rows }: ScatterParts, column: number, part: Part<Int32Array>): Int32Array {
  const out = new Int32Array(rows)
  let first = 0
  for (const { rows: count, columns } of parts) {
    const values = columns[column] && part(columns[column])
    if (values !== undefined) scatter32(values, count, places, first, out)
    first += count
  }
  return out
}

function scatter32(values: Int32Array, count: number, places: Int32Array, first: number, out: Int32Array): void {
  for (let row = 0; row < count; row++) {
    const place = places[first + row]!
    if (place >= 0) out[place] = values[row]!
  }
}

/** Puts 64-bit numbers into the rows where they belong. */
export function spread64(
  { parts, places, rows }: ScatterParts,
  column: number,
  part: Part<Float64Array>
): Float64Array {
  const out = new Float64Array(rows)
  let first = 0
  for (const { rows: count, columns } of parts) {
    const values = columns[column] && part(columns[column])
    if (values !== undefined) scatter64(values, count, places, first, out)
    first += count
  }
  return out
}

function scatter64(values: Float64Array, count: number, places: Int32Array, first: number, out: Float64Array): void {
  for (let row = 0; row < count; row++) {
    const place = places[first + row]!
    if (place >= 0) out[place] = values[row]!
  }
}

/** Puts 16-bit numbers into the rows where they belong. */
export function spread16({ parts, places, rows }: ScatterParts, column: number, part: Part<Int16Array>): Int16Array {
  const out = new Int16Array(rows)
  let first = 0
  for (const { rows: count, columns } of parts) {
    const values = columns[column] && part(columns[column])
    if (values !== undefined) scatter16(values, count, places, first, out)
    first += count
  }
  return out
}

function scatter16(values: Int16Array, count: number, places: Int32Array, first: number, out: Int16Array): void {
  for (let row = 0; row < count; row++) {
    const place = places[first + row]!
    if (place >= 0) out[place] = values[row]!
  }
}

/** Puts bytes into the rows where they belong. */
export function spread8({ parts, places, rows }: ScatterParts, column: number, part: Part<Uint8Array>): Uint8Array {
  const out = new Uint8Array(rows)
  let first = 0
  for (const { rows: count, columns } of parts) {
    const values = columns[column] && part(columns[column])
    if (values !== undefined) scatter8(values, count, places, first, out)
    first += count
  }
  return out
}

function scatter8(values: Uint8Array, count: number, places: Int32Array, first: number, out: Uint8Array): void {
  for (let row = 0; row < count; row++) {
    const place = places[first + row]!
    if (place >= 0) out[place] = values[row]!
  }
}

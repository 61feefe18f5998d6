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

// One function for each size: code that writes into several kinds of arrays is several times slower.

/** Puts 32-bit numbers into the rows where they belong. */
export function spread32(table: ScatterParts, column: number, part: Part<Int32Array>): Int32Array {
  const { parts, places, rows } = table
  const out = new Int32Array(rows)
  let first = 0
  for (const { rows: count, columns } of parts) {
    const values = columns[column] && part(columns[column])
    for (let row = 0; values !== undefined && row < count; row++) {
      const place = places[first + row]!
      if (place >= 0) out[place] = values[row]!
    }
    first += count
  }
  return out
}

/** Puts 64-bit numbers into the rows where they belong. */
export function spread64(table: ScatterParts, column: number, part: Part<Float64Array>): Float64Array {
  const { parts, places, rows } = table
  const out = new Float64Array(rows)
  let first = 0
  for (const { rows: count, columns } of parts) {
    const values = columns[column] && part(columns[column])
    for (let row = 0; values !== undefined && row < count; row++) {
      const place = places[first + row]!
      if (place >= 0) out[place] = values[row]!
    }
    first += count
  }
  return out
}

/** Puts 16-bit numbers into the rows where they belong. */
export function spread16(table: ScatterParts, column: number, part: Part<Int16Array>): Int16Array {
  const { parts, places, rows } = table
  const out = new Int16Array(rows)
  let first = 0
  for (const { rows: count, columns } of parts) {
    const values = columns[column] && part(columns[column])
    for (let row = 0; values !== undefined && row < count; row++) {
      const place = places[first + row]!
      if (place >= 0) out[place] = values[row]!
    }
    first += count
  }
  return out
}

/** Puts bytes into the rows where they belong. */
export function spread8(table: ScatterParts, column: number, part: Part<Uint8Array>): Uint8Array {
  const { parts, places, rows } = table
  const out = new Uint8Array(rows)
  let first = 0
  for (const { rows: count, columns } of parts) {
    const values = columns[column] && part(columns[column])
    for (let row = 0; values !== undefined && row < count; row++) {
      const place = places[first + row]!
      if (place >= 0) out[place] = values[row]!
    }
    first += count
  }
  return out
}

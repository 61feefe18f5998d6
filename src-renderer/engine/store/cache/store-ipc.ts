import { engineMessages as m } from '#messages/engine.ts'
import {
  Data,
  Float64,
  Int16,
  Int32,
  makeData,
  Table,
  tableFromIPC,
  tableToIPC,
  Uint32,
  Uint8,
  Utf8,
  Vector,
  type DataType
} from 'apache-arrow'
import { AppError } from '#shared/app-error.ts'
import { readTexts, writeTexts } from './utf8-texts.ts'

/** What one column of a record batch holds: numbers as they stand in the store, or texts. */
export type IpcArray = Int32Array | Uint32Array | Float64Array | Uint8Array | Int16Array | readonly string[]

/** Texts of one record batch; 32-bit offsets and the longest string of an engine leave room above it. */
const TEXTS_PER_BATCH = 1 << 21

/**
 * Arrays of one length as an Arrow IPC stream, one field each. Sentinels of the store stay what they are: there are no null
 * bitmaps, so that the arrays can be used as they come back.
 */
export function toIpc(arrays: Readonly<Record<string, IpcArray>>): Uint8Array {
  const written = new Set<ArrayBufferLike>()
  const vectors = Object.fromEntries(
    Object.entries(arrays).map(([name, array]) => {
      // Arrow joins pieces of one memory that follow each other, so each array is given memory of its own.
      const isShared = ArrayBuffer.isView(array) && written.has(array.buffer)
      if (ArrayBuffer.isView(array)) written.add(array.buffer)
      return [name, vectorOf(isShared ? array.slice() : array)]
    })
  )
  return tableToIPC(new Table(vectors), 'stream')
}

/**
 * The arrays of an IPC stream that {@link toIpc} wrote. Numbers are views on its bytes, nothing is parsed.
 * @returns the array of a field, undefined when there is no such field
 * @param bytes start at a multiple of 8 in their buffer, and are kept
 */
export function fromIpc(bytes: Uint8Array): (name: string) => IpcArray | undefined {
  const table = tableFromIPC(bytes)
  return (name) => {
    const vector = table.getChild(name)
    if (vector === null) return undefined
    return vector.type instanceof Utf8 ? readTexts(vector.data as readonly Data<Utf8>[]) : numbersOf(vector)
  }
}

/** What is said about bytes that are no columns of this version. */
export function notACache(): AppError {
  return new AppError('unreadable-file', m.theSavedColumnsDoNotFit)
}

function typeOf(array: Exclude<IpcArray, readonly string[]>): DataType {
  if (array instanceof Int32Array) return new Int32()
  if (array instanceof Uint32Array) return new Uint32()
  if (array instanceof Float64Array) return new Float64()
  return array instanceof Int16Array ? new Int16() : new Uint8()
}

function vectorOf(array: IpcArray): Vector {
  if (ArrayBuffer.isView(array)) {
    return new Vector([makeData({ type: typeOf(array), data: array, length: array.length, nullCount: 0 } as never)])
  }
  const batches: Data<Utf8>[] = []
  for (let first = 0; first < array.length || first === 0; first += TEXTS_PER_BATCH)
    batches.push(writeTexts(array.slice(first, first + TEXTS_PER_BATCH)))
  return new Vector(batches)
}

function numbersOf(vector: Vector): Exclude<IpcArray, readonly string[]> {
  const make = (vector.type as { readonly ArrayType: unknown }).ArrayType as new (
    length: number
  ) => Exclude<IpcArray, readonly string[]>
  const parts = vector.data.map((data) => data.values as Exclude<IpcArray, readonly string[]>)
  const [only] = parts
  if (only !== undefined && parts.length === 1) return only.subarray(0, vector.length)
  const all = new make(vector.length)
  let position = 0
  vector.data.forEach((data, part) => {
    all.set(parts[part]!.subarray(0, data.length), position)
    position += data.length
  })
  return all
}

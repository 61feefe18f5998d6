import { instantAt, NO_INTEGER } from '../../store/model/column.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { idAt } from '../../store/model/id-column.ts'
import { keyId } from '../../store/model/reference-keys.ts'
import { writeVarint, type ThriftStruct } from './thrift-writer.ts'
import type { ExportColumn } from './export-table.ts'
import { joinBytes } from './join-bytes.ts'

/** Physical types of Parquet. */
const physical = { boolean: 0, int32: 1, int64: 2, double: 5, byteArray: 6 } as const

/** How a column is declared in the schema. */
export interface ParquetType {
  readonly type: number
  readonly converted: number | undefined
  readonly logical: ThriftStruct | undefined
}

/** One page of a column chunk: its values and, for texts by code, the dictionary they point into. */
export interface ParquetChunk {
  readonly dictionary: { readonly count: number; readonly bytes: Uint8Array<ArrayBuffer> } | undefined
  /** Definition levels and values, without the page's header. */
  readonly page: Uint8Array<ArrayBuffer>
}

const text: ParquetType = { type: physical.byteArray, converted: 0, logical: { 1: { struct: {} } } }

/** The type that a column has in the file: texts are UTF-8, dates DATE, times milliseconds UTC. */
export function parquetType({ column }: ExportColumn): ParquetType {
  switch (column.kind) {
    case 'number':
      return { type: physical.double, converted: undefined, logical: undefined }
    case 'integer':
      return { type: physical.int32, converted: undefined, logical: undefined }
    case 'boolean':
      return { type: physical.boolean, converted: undefined, logical: undefined }
    case 'date':
      return { type: physical.int32, converted: 6, logical: { 6: { struct: {} } } }
    case 'dateTime':
      return {
        type: physical.int64,
        converted: 9,
        logical: { 8: { struct: { 1: true, 2: { struct: { 1: { struct: {} } } } } } }
      }
    default:
      return text
  }
}

/** Writes the rows `[first, end)` of a column. */
export function parquetChunk({ column, texts }: ExportColumn, first: number, end: number): ParquetChunk {
  switch (column.kind) {
    case 'dictionary':
      return coded(column.codes, column.values.length, (code) => column.values[code]!, first, end)
    case 'concept':
      return coded(column.ids, texts?.length ?? 0, (code) => texts?.[code] || undefined, first, end)
    case 'reference':
      return coded(column.codes, column.keys.length, (code) => keyId(column.keys, code), first, end)
    case 'id':
      return plainTexts(first, end, (row) => idAt(column, row))
    case 'number': {
      const { values } = column
      return fixed(
        first,
        end,
        8,
        (row) => !Number.isNaN(values[row]),
        (view, index, row) => view.setFloat64(index, values[row]!, true)
      )
    }
    case 'integer': {
      const { values } = column
      return fixed(
        first,
        end,
        4,
        (row) => values[row] !== NO_INTEGER,
        (view, index, row) => view.setInt32(index, values[row]!, true)
      )
    }
    case 'date': {
      const { days } = column
      return fixed(
        first,
        end,
        4,
        (row) => days[row] !== NO_DAY,
        (view, index, row) => view.setInt32(index, days[row]!, true)
      )
    }
    case 'dateTime':
      return fixed(
        first,
        end,
        8,
        (row) => column.days[row] !== NO_DAY,
        (view, index, row) => view.setBigInt64(index, BigInt(instantAt(column, row)), true)
      )
    case 'boolean': {
      const { values } = column
      const present = presentRows(first, end, (row) => values[row] !== 2)
      return {
        dictionary: undefined,
        page: joinBytes([levels(present), packBits(present.rows, 1, (row) => values[row]!)])
      }
    }
  }
}

interface Present {
  readonly first: number
  readonly count: number
  /** Those with a value. */
  readonly rows: Int32Array
}

function presentRows(first: number, end: number, isPresent: (row: number) => boolean): Present {
  const rows = new Int32Array(end - first)
  let length = 0
  for (let row = first; row < end; row++) if (isPresent(row)) rows[length++] = row
  return { first, count: end - first, rows: rows.subarray(0, length) }
}

/** Definition levels of an optional column: 1 where there is a value. A length, then a run of bits or of one value. */
function levels({ first, count, rows }: Present): Uint8Array<ArrayBuffer> {
  const head: number[] = []
  let bits = new Uint8Array(0)
  if (rows.length === count) {
    writeVarint(head, count * 2)
    head.push(1)
  } else {
    const groups = Math.ceil(count / 8)
    writeVarint(head, groups * 2 + 1)
    bits = new Uint8Array(groups)
    for (const row of rows) bits[(row - first) >> 3]! |= 1 << ((row - first) & 7)
  }
  const length = new Uint8Array(4)
  new DataView(length.buffer).setUint32(0, head.length + bits.length, true)
  return joinBytes([length, Uint8Array.from(head), bits])
}

function fixed(
  first: number,
  end: number,
  size: number,
  isPresent: (row: number) => boolean,
  write: (view: DataView, position: number, row: number) => void
): ParquetChunk {
  const present = presentRows(first, end, isPresent)
  const values = new Uint8Array(present.rows.length * size)
  const view = new DataView(values.buffer)
  present.rows.forEach((row, place) => write(view, place * size, row))
  return { dictionary: undefined, page: joinBytes([levels(present), values]) }
}

const encoder = new TextEncoder()

function plainTexts(first: number, end: number, textAt: (row: number) => string | undefined): ParquetChunk {
  const present = presentRows(first, end, (row) => textAt(row) !== undefined)
  const values = byteArrays(present.rows.length, (place) => textAt(present.rows[place]!) ?? '')
  return { dictionary: undefined, page: joinBytes([levels(present), values]) }
}

/** Length and bytes of each text. */
function byteArrays(count: number, textAt: (place: number) => string): Uint8Array<ArrayBuffer> {
  let bytes = new Uint8Array(Math.max(64, count * 44))
  let end = 0
  for (let place = 0; place < count; place++) {
    const value = textAt(place)
    if (end + 4 + value.length * 3 > bytes.length) {
      const larger = new Uint8Array(bytes.length * 2 + value.length * 3)
      larger.set(bytes)
      bytes = larger
    }
    const { written } = encoder.encodeInto(value, bytes.subarray(end + 4))
    new DataView(bytes.buffer).setUint32(end, written, true)
    end += 4 + written
  }
  return bytes.slice(0, end)
}

/** Texts by code: only those that occur are written, and the rows point to them. */
function coded(
  codes: Int32Array,
  count: number,
  textOf: (code: number) => string | undefined,
  first: number,
  end: number
): ParquetChunk {
  const unseen = -1
  const missing = -2
  const place = new Int32Array(count).fill(unseen)
  const used: string[] = []
  const isPresent = (row: number): boolean => {
    const code = codes[row]!
    if (code < 0 || code >= count) return false
    if (place[code] === unseen) {
      const value = textOf(code)
      place[code] = value === undefined ? missing : used.length
      if (value !== undefined) used.push(value)
    }
    return place[code] !== missing
  }
  const present = presentRows(first, end, isPresent)
  const width = Math.max(1, 32 - Math.clz32(Math.max(0, used.length - 1)))
  const head = [width]
  writeVarint(head, Math.ceil(present.rows.length / 8) * 2 + 1)
  const indexes = packBits(present.rows, width, (row) => place[codes[row]!]!)
  return {
    dictionary: { count: used.length, bytes: byteArrays(used.length, (index) => used[index]!) },
    page: joinBytes([levels(present), Uint8Array.from(head), indexes])
  }
}

/** Numbers of `width` bits, the lowest first, in groups of eight numbers; bits of the last group are filled with 0. */
function packBits(rows: Int32Array, width: number, valueOf: (row: number) => number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil(rows.length / 8) * width)
  let bit = 0
  for (const row of rows) {
    let value = valueOf(row)
    for (let left = width; left > 0;) {
      const free = 8 - (bit & 7)
      const take = Math.min(free, left)
      bytes[bit >> 3]! |= (value & ((1 << take) - 1)) << (bit & 7)
      value >>>= take
      bit += take
      left -= take
    }
  }
  return bytes
}

import {
  Bool,
  DateDay,
  Dictionary,
  Float64,
  Int32,
  makeData,
  Table as ArrowTable,
  TimestampMillisecond,
  Utf8,
  Vector
} from 'apache-arrow'
import { defined } from '#shared/language/defined.ts'
import {
  instantAt,
  NO_INTEGER,
  type Column,
  type DateTimeColumn,
  type IdColumn,
  type ReferenceColumn
} from '../model/column.ts'
import { NO_DAY } from '../../base/fhir/missing.ts'
import { idAt } from '../model/id-column.ts'
import { keyText } from '../model/reference-keys.ts'
import type { Store, Table } from '../model/store.ts'
import type { ConceptTable } from '../model/concept-table.ts'
import { usedCodes } from '../../base/kernels/used-codes.ts'

const encoder = new TextEncoder()

/**
 * A table as Arrow. Codes, days and numbers share the store's buffers; sentinels become null bitmaps. Texts, references
 * and concepts are dictionaries (a concept makes three columns, as in SQL), ids are plain text, dates are Date32 and times
 * are milliseconds UTC, a time without offset counting as UTC. Uses no code generation, as a strict content security
 * policy asks: Arrow's own builders for texts do.
 */
export function toArrow(store: Pick<Store, 'concepts'>, table: Pick<Table, 'info' | 'columns'>): ArrowTable {
  const columns: Record<string, Vector> = {}
  const unshared = ownMemory()
  for (const { name } of table.info) {
    const column = defined(table.columns.get(name))
    if (column.kind === 'concept') addConcept(columns, name, () => unshared(column.ids), store.concepts)
    else if (column.kind === 'dictionary') columns[name] = vectorOf({ ...column, codes: unshared(column.codes) })
    else if (column.kind === 'date') columns[name] = vectorOf({ ...column, days: unshared(column.days) })
    else if (column.kind === 'integer') columns[name] = vectorOf({ ...column, values: unshared(column.values) })
    else if (column.kind === 'number') columns[name] = vectorOf({ ...column, values: unshared(column.values) })
    else columns[name] = vectorOf(column)
  }
  return new ArrowTable(columns)
}

/**
 * Gives an array as it is the first time, and a copy whenever its memory was given before: Arrow's writer joins pieces of
 * one memory that stand one after another, and so would write an array once that two columns share.
 */
function ownMemory(): <A extends Int32Array | Float64Array>(array: A) => A {
  const given = new Set<ArrayBufferLike>()
  return (array) => {
    if (given.has(array.buffer)) return array.slice() as typeof array
    given.add(array.buffer)
    return array
  }
}

function vectorOf(column: Exclude<Column, { kind: 'concept' }>): Vector {
  switch (column.kind) {
    case 'dictionary':
      return dictionary(column.codes, utf8(column.values))
    case 'reference':
      return references(column)
    case 'id':
      return ids(column)
    case 'date':
      return new Vector([
        makeData({
          type: new DateDay(),
          data: column.days,
          ...nulls(column.days.length, (row) => column.days[row] !== NO_DAY)
        })
      ])
    case 'dateTime':
      return times(column)
    case 'number': {
      const { values } = column
      return new Vector([
        makeData({ type: new Float64(), data: values, ...nulls(values.length, (row) => !Number.isNaN(values[row])) })
      ])
    }
    case 'integer': {
      const { values } = column
      return new Vector([
        makeData({ type: new Int32(), data: values, ...nulls(values.length, (row) => values[row] !== NO_INTEGER) })
      ])
    }
    case 'boolean': {
      const { values } = column
      const data = bits(values.length, (row) => values[row] === 1)
      return new Vector([
        makeData({ type: new Bool(), length: values.length, data, ...nulls(values.length, (row) => values[row] !== 2) })
      ])
    }
  }
}

/** `code` → `system`, `code`, `display`; any other concept `x` → `x_system`, `x_code`, `x_display`. */
function addConcept(
  columns: Record<string, Vector>,
  name: string,
  places: () => Int32Array,
  concepts: ConceptTable
): void {
  const prefix = name === 'code' ? '' : `${name}_`
  for (const [part, texts] of [
    ['system', concepts.systems],
    ['code', concepts.codes],
    ['display', concepts.displays]
  ] as const) {
    columns[prefix + part] = dictionary(places(), utf8(texts), (place) => texts[place] !== '')
  }
}

function dictionary(codes: Int32Array, texts: Vector<Utf8>, present: (code: number) => boolean = () => true): Vector {
  const type = new Dictionary(new Utf8(), new Int32())
  const known = nulls(codes.length, (row) => codes[row]! >= 0 && present(codes[row]!))
  return new Vector([makeData({ type, data: codes, dictionary: texts, ...known })])
}

/** Only keys that occur are written. */
function references({ codes, keys }: ReferenceColumn): Vector {
  const used = usedCodes([codes], keys.length)
  return dictionary(
    codes.map((code) => (code < 0 ? code : used.place[code]!)),
    utf8(used.kept.map((code) => keyText(keys, code)))
  )
}

function utf8(texts: readonly string[]): Vector<Utf8> {
  const parts = texts.map((text) => encoder.encode(text))
  const valueOffsets = new Int32Array(parts.length + 1)
  parts.forEach((part, index) => {
    valueOffsets[index + 1] = valueOffsets[index]! + part.length
  })
  const data = new Uint8Array(defined(valueOffsets.at(-1)))
  parts.forEach((part, index) => data.set(part, valueOffsets[index]))
  return new Vector([makeData({ type: new Utf8(), length: parts.length, valueOffsets, data })])
}

function ids(column: IdColumn): Vector<Utf8> {
  const valueOffsets = new Int32Array(column.length + 1)
  let data = new Uint8Array(column.length * 36)
  let end = 0
  for (let row = 0; row < column.length; row++) {
    const text = idAt(column, row) ?? ''
    // An id has up to 128 bytes; one of a contained resource is two ids.
    if (end + text.length * 3 > data.length) {
      const larger = new Uint8Array(data.length * 2 + text.length * 3)
      larger.set(data)
      data = larger
    }
    end += encoder.encodeInto(text, data.subarray(end)).written
    valueOffsets[row + 1] = end
  }
  const known = nulls(column.length, (row) => idAt(column, row) !== undefined)
  return new Vector([
    makeData({ type: new Utf8(), length: column.length, valueOffsets, data: data.slice(0, end), ...known })
  ])
}

function times(column: DateTimeColumn): Vector {
  const data = new BigInt64Array(column.days.length)
  for (let row = 0; row < data.length; row++) {
    if (column.days[row] !== NO_DAY) data[row] = BigInt(instantAt(column, row))
  }
  const known = nulls(data.length, (row) => column.days[row] !== NO_DAY)
  return new Vector([makeData({ type: new TimestampMillisecond('UTC'), data, ...known })])
}

/** Arrow's validity bitmap; none when every value is there. */
function nulls(length: number, present: (row: number) => boolean): { nullCount: number; nullBitmap?: Uint8Array } {
  let nullCount = 0
  const nullBitmap = bits(length, (row) => {
    const here = present(row)
    if (!here) nullCount++
    return here
  })
  return nullCount === 0 ? { nullCount } : { nullCount, nullBitmap }
}

function bits(length: number, set: (row: number) => boolean): Uint8Array {
  const bytes = new Uint8Array((length + 7) >> 3)
  for (let row = 0; row < length; row++) if (set(row)) bytes[row >> 3]! |= 1 << (row & 7)
  return bytes
}

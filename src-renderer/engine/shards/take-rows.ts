import { defined } from '#shared/language/defined.ts'
import type { Column, IdColumn, ReferenceColumn } from '../store/model/column.ts'
import { idsOfRows } from '../store/model/id-column.ts'
import { isNoUuid } from '../store/model/uuid-bytes.ts'
import type { CodingIndex, ResourceIndex } from '../store/model/store.ts'

type NumberArray = Int32Array | Uint32Array | Int16Array | Uint8Array | Float64Array

/** The values of some rows, in their order. */
export function take<A extends NumberArray>(values: A, rows: Int32Array): A {
  const taken = new (values.constructor as new (length: number) => A)(rows.length)
  if (values instanceof Int32Array && taken instanceof Int32Array) copyKinds.int32(values, rows, taken)
  else if (values instanceof Float64Array && taken instanceof Float64Array) copyKinds.float64(values, rows, taken)
  else if (values instanceof Uint8Array && taken instanceof Uint8Array) copyKinds.uint8(values, rows, taken)
  else if (values instanceof Int16Array && taken instanceof Int16Array) copyKinds.int16(values, rows, taken)
  else if (values instanceof Uint32Array && taken instanceof Uint32Array) copyKinds.uint32(values, rows, taken)
  return taken
}

/** One function for each kind: a loop that meets several kinds of arrays is several times slower. */
const copyKinds = {
  int32: (values: Int32Array, rows: Int32Array, taken: Int32Array): void => {
    for (let index = 0; index < rows.length; index++) taken[index] = values[rows[index]!]!
  },
  float64: (values: Float64Array, rows: Int32Array, taken: Float64Array): void => {
    for (let index = 0; index < rows.length; index++) taken[index] = values[rows[index]!]!
  },
  uint8: (values: Uint8Array, rows: Int32Array, taken: Uint8Array): void => {
    for (let index = 0; index < rows.length; index++) taken[index] = values[rows[index]!]!
  },
  int16: (values: Int16Array, rows: Int32Array, taken: Int16Array): void => {
    for (let index = 0; index < rows.length; index++) taken[index] = values[rows[index]!]!
  },
  uint32: (values: Uint32Array, rows: Int32Array, taken: Uint32Array): void => {
    for (let index = 0; index < rows.length; index++) taken[index] = values[rows[index]!]!
  }
}

/** Takes the four words of each of some ids. */
export function takeUuids(words: Uint32Array, rows: Int32Array): Uint32Array {
  const taken = new Uint32Array(rows.length * 4)
  for (let index = 0; index < rows.length; index++) {
    const [from, to] = [rows[index]! * 4, index * 4]
    taken[to] = words[from]!
    taken[to + 1] = words[from + 1]!
    taken[to + 2] = words[from + 2]!
    taken[to + 3] = words[from + 3]!
  }
  return taken
}

/** Finds where the references of a column lead among the rows of a shard. */
export type TargetsHere = (column: ReferenceColumn) => Int32Array

/** Some rows of a column. Texts, keys and ids are those of the population and are not copied. */
export function takeColumn(column: Column, rows: Int32Array, targetsHere: TargetsHere): Column {
  switch (column.kind) {
    case 'dictionary':
    case 'reference': {
      const codes = take(column.codes, rows)
      return column.kind === 'dictionary' ? { ...column, codes } : { ...column, codes, targets: targetsHere(column) }
    }
    case 'id':
      return idsOfRows(column, column.rows === undefined ? rows : take(column.rows, rows))
    case 'concept':
      return { ...column, ids: take(column.ids, rows) }
    case 'date':
      return { ...column, days: take(column.days, rows), precision: take(column.precision, rows) }
    case 'dateTime':
      return {
        ...column,
        days: take(column.days, rows),
        millis: take(column.millis, rows),
        offset: take(column.offset, rows),
        precision: take(column.precision, rows)
      }
    case 'number':
      return { ...column, values: take(column.values, rows) }
    case 'integer':
      return { ...column, values: take(column.values, rows) }
    case 'boolean':
      return { ...column, values: take(column.values, rows) }
  }
}

/** The codings of some rows. */
export function takeCodings({ offsets, ids }: CodingIndex, rows: Int32Array): CodingIndex {
  const takenOffsets = new Int32Array(rows.length + 1)
  rows.forEach((row, index) => {
    takenOffsets[index + 1] = takenOffsets[index]! + offsets[row + 1]! - offsets[row]!
  })
  const taken = new Int32Array(defined(takenOffsets.at(-1)))
  rows.forEach((row, index) => taken.set(ids.subarray(offsets[row], offsets[row + 1]), takenOffsets[index]))
  return { offsets: takenOffsets, ids: taken }
}

/** The ids of some resources as a column of their own, in which ids are looked for by halves. */
function takeIds({ words, others }: IdColumn, rows: Int32Array): IdColumn {
  const texts = new Map<number, string>()
  rows.forEach((row, index) => {
    const text = isNoUuid(words, row * 4) ? others.get(row) : undefined
    if (text !== undefined) texts.set(index, text)
  })
  return { kind: 'id', length: rows.length, words: takeUuids(words, rows), others: texts }
}

/** Some resources of a type. @param personHere number in the shard of each person of the population */
export function takeResources(index: ResourceIndex, rows: Int32Array, personHere: Int32Array): ResourceIndex {
  return {
    resourceType: index.resourceType,
    count: rows.length,
    ids: takeIds(index.ids, rows),
    file: take(index.file, rows),
    line: take(index.line, rows),
    offset: take(index.offset, rows),
    length: take(index.length, rows),
    patient: take(index.patient, rows).map((person) => (person < 0 ? person : personHere[person]!)),
    profile: take(index.profile, rows)
  }
}

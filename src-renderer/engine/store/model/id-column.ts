import type { IdColumn } from './column.ts'
import type { KeyTable } from './key-table.ts'
import type { Store } from './store.ts'
import { isNoUuid, readUuid, uuidText } from './uuid-bytes.ts'
import { partitionPoint } from '../../base/kernels/lower-bound.ts'

/** Makes the id column of rows whose keys are known; -1 leaves a row without an id. */
export function idColumn(table: KeyTable, keys: Int32Array): IdColumn {
  const words = new Uint32Array(keys.length * 4)
  const others = new Map<number, string>()
  for (let row = 0; row < keys.length; row++) {
    const key = keys[row]!
    if (key < 0) words.fill(0xffffffff, row * 4, row * 4 + 4)
    else if (!table.wordsOf(key, words, row * 4)) others.set(row, table.textOf(key))
  }
  return { kind: 'id', length: keys.length, words, others }
}

/** The id in a row, undefined when it has none. */
export function idAt({ words, others, rows }: IdColumn, row: number): string | undefined {
  const entry = rows === undefined ? row : rows[row]!
  return isNoUuid(words, entry * 4) ? others.get(entry) : uuidText(words, entry * 4)
}

/** The ids of a list of entries, without copying them. */
export function idsOfRows({ words, others }: IdColumn, rows: Int32Array): IdColumn {
  return { kind: 'id', length: rows.length, words, others, rows }
}

/**
 * Finds a stored resource.
 * @returns its row in `store.resources.get(type)`, undefined when it is not here
 */
export function findResource(store: Store, type: string, id: string): number | undefined {
  const index = store.resources.get(type)
  return index && findId(index.ids, id)
}

/** The person of a Patient resource, also of one that another resource of the person stands for; which one that is may change with the records. */
export function findPatient(store: Store, id: string): number | undefined {
  const resource = findResource(store, 'Patient', id)
  const record = resource === undefined && store.merged !== undefined ? findId(store.merged.ids, id) : undefined
  const person =
    resource === undefined
      ? record === undefined
        ? undefined
        : store.merged?.person[record]
      : store.resources.get('Patient')?.patient[resource]
  return person === undefined || person < 0 ? undefined : person
}

/** An id to be compared: the words of a UUID, or else a text. */
export interface WantedId {
  readonly words: Uint32Array
  readonly text: string | undefined
}

/** Finds an id among sorted ones. @returns its row, undefined when it is not there */
export function findId(ids: IdColumn, id: string): number | undefined {
  const words = new Uint32Array(4)
  const wanted: WantedId = { words, text: readUuid(id, words, 0) ? undefined : id }
  const row = partitionPoint(ids.length, (each) => !isIdBefore(ids, each, wanted))
  return row < ids.length && isId(ids, row, wanted) ? row : undefined
}

/** Whether the id in a row stands before another. */
export function isIdBefore(ids: IdColumn, row: number, { words, text }: WantedId): boolean {
  if (text !== undefined) return (idAt(ids, row) ?? '') < text
  if (isNoUuid(ids.words, row * 4)) return (ids.others.get(row) ?? '') < uuidText(words, 0)
  for (let i = 0; i < 4; i++) {
    const difference = ids.words[row * 4 + i]! - words[i]!
    if (difference !== 0) return difference < 0
  }
  return false
}

/** Whether the id in a row is this one. */
export function isId(ids: IdColumn, row: number, { words, text }: WantedId): boolean {
  if (text !== undefined) return idAt(ids, row) === text
  for (let i = 0; i < 4; i++) if (ids.words[row * 4 + i] !== words[i]) return false
  return true
}

import type { IdColumn } from './column.ts'
import type { KeyTable } from './key-table.ts'
import type { Store } from './store.ts'
import { isNoUuid, readUuid, uuidText } from './uuid-words.ts'

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
  if (index === undefined) return undefined
  const wanted = new Uint32Array(4)
  const isUuid = readUuid(id, wanted, 0)
  let low = 0
  let high = index.count
  while (low < high) {
    const middle = (low + high) >> 1
    if (isBefore(index.ids, middle, id, isUuid ? wanted : undefined)) low = middle + 1
    else high = middle
  }
  return low < index.count && idAt(index.ids, low) === id ? low : undefined
}

function isBefore(ids: IdColumn, row: number, id: string, words: Uint32Array | undefined): boolean {
  if (words === undefined || isNoUuid(ids.words, row * 4)) return (idAt(ids, row) ?? '') < id
  for (let i = 0; i < 4; i++) {
    const difference = ids.words[row * 4 + i]! - words[i]!
    if (difference !== 0) return difference < 0
  }
  return false
}

import type { IdColumn } from '../model/column.ts'
import { idColumn } from '../model/id-column.ts'
import type { KeyTable } from '../model/key-table.ts'
import { sortUuids } from './sort-uuids.ts'

/** Keys of one type in the order of their ids, with these. */
export interface SortedKeys {
  readonly keys: Int32Array
  readonly ids: IdColumn
}

/** Sorts keys of one type by the text of their ids (UTF-16 order), UUIDs by their words, which is the same order. */
export function sortKeys(table: KeyTable, keys: Int32Array): SortedKeys {
  const words = new Uint32Array(keys.length * 4)
  const uuids = new Int32Array(keys.length)
  const texts: { readonly key: number; readonly text: string }[] = []
  let count = 0
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at]!
    if (table.wordsOf(key, words, count * 4)) uuids[count++] = key
    else texts.push({ key, text: table.textOf(key) })
  }
  const order = sortUuids(words, count)
  const sorted = new Int32Array(keys.length)
  if (texts.length === 0) {
    // The words stand together here; in the table they lie far apart.
    const inOrder = new Uint32Array(words.length)
    for (let place = 0; place < count; place++) {
      const from = order[place]!
      sorted[place] = uuids[from]!
      inOrder[place * 4] = words[from * 4]!
      inOrder[place * 4 + 1] = words[from * 4 + 1]!
      inOrder[place * 4 + 2] = words[from * 4 + 2]!
      inOrder[place * 4 + 3] = words[from * 4 + 3]!
    }
    return { keys: sorted, ids: { kind: 'id', length: count, words: inOrder, others: new Map() } }
  }
  texts.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  let at = 0
  let text = 0
  for (const place of order) {
    const key = uuids[place]!
    if (text < texts.length) {
      const own = table.textOf(key)
      while (text < texts.length && texts[text]!.text < own) sorted[at++] = texts[text++]!.key
    }
    sorted[at++] = key
  }
  while (text < texts.length) sorted[at++] = texts[text++]!.key
  return { keys: sorted, ids: idColumn(table, sorted) }
}

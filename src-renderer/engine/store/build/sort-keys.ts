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
  if (!table.hasTexts) {
    const sorted = asSigned(sortUuids(table.words, keys))
    return {
      keys: sorted,
      ids: { kind: 'id', length: sorted.length, words: wordsInOrder(table.words, sorted), others }
    }
  }
  const uuids = asSigned(
    sortUuids(
      table.words,
      keys.filter((key) => table.isUuid(key))
    )
  )
  const texts = Array.from(
    keys.filter((key) => !table.isUuid(key)),
    (key) => ({ key, text: table.textOf(key) })
  )
  texts.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  const sorted = new Int32Array(keys.length)
  let position = 0
  let text = 0
  for (const key of uuids) {
    if (text < texts.length) {
      const keyText = table.textOf(key)
      while (text < texts.length && texts[text]!.text < keyText) sorted[position++] = texts[text++]!.key
    }
    sorted[position++] = key
  }
  while (text < texts.length) sorted[position++] = texts[text++]!.key
  return { keys: sorted, ids: idColumn(table, sorted) }
}

const others: ReadonlyMap<number, string> = new Map()

/** The same numbers, all below 2^31. */
function asSigned(places: Uint32Array): Int32Array {
  return new Int32Array(places.buffer, places.byteOffset, places.length)
}

/** The words of some keys, which lie far apart in the table, side by side. */
function wordsInOrder(words: Uint32Array, keys: Int32Array): Uint32Array {
  const inOrder = new Uint32Array(keys.length * 4)
  for (let place = 0; place < keys.length; place++) {
    const from = keys[place]! * 4
    inOrder[place * 4] = words[from]!
    inOrder[place * 4 + 1] = words[from + 1]!
    inOrder[place * 4 + 2] = words[from + 2]!
    inOrder[place * 4 + 3] = words[from + 3]!
  }
  return inOrder
}

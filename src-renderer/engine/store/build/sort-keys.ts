import type { KeyTable } from '../model/key-table.ts'
import { sortUuids } from './sort-uuids.ts'

/** Sorts keys of one type by the text of their ids (UTF-16 order), UUIDs by their words, which is the same order. */
export function sortKeys(table: KeyTable, keys: Int32Array): Int32Array {
  const words = new Uint32Array(keys.length * 4)
  const uuids = new Int32Array(keys.length)
  const texts: { readonly key: number; readonly text: string }[] = []
  let count = 0
  for (const key of keys) {
    if (table.wordsOf(key, words, count * 4)) uuids[count++] = key
    else texts.push({ key, text: table.textOf(key) })
  }
  const order = sortUuids(words, count)
  const sorted = new Int32Array(keys.length)
  if (texts.length === 0) {
    for (let place = 0; place < count; place++) sorted[place] = uuids[order[place]!]!
    return sorted
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
  return sorted
}

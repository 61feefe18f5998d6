import { KEY_IDENTIFIER, KEY_LOGICAL, KEY_RESOURCE, KEY_UNKNOWN, KEY_URN } from '../model/chunk.ts'
import type { IdColumn, ReferenceKeys } from '../model/column.ts'
import { idAt } from '../model/id-column.ts'
import type { KeyTable } from '../model/key-table.ts'
import { splitIdentifier } from '../model/source-keys.ts'
import { NO_TYPE } from '../model/reference-keys.ts'
import { sortKeys } from './sort-keys.ts'

/** What references name and is not stored, in its final order: by type and id, then what stands for itself by its text. */
export interface AbsentKeys {
  readonly ids: IdColumn
  readonly types: Uint8Array
  /** Place of each key by the number it had. */
  readonly order: Int32Array
}

/** Numbers keys from 0, in the order in which they are asked for first. */
export interface AbsentNumbers {
  readonly size: number
  /** The number of a key, a new one when it has none. */
  numberOf(key: number): number
  /** The number of a key, -1 when it has none. */
  find(key: number): number
  /** The keys by their numbers. */
  keys(): Int32Array
}

/** Makes an empty numbering. Keys are small numbers, so an array next to them is many times faster than a map. */
export function createAbsentNumbers(): AbsentNumbers {
  /** Number of each key plus 1; 0 without. */
  let numbers = new Int32Array(0)
  let list = new Int32Array(64)
  let size = 0
  return {
    get size() {
      return size
    },
    numberOf(key) {
      if (key >= numbers.length) {
        const larger = new Int32Array(Math.max(1024, key + 1, numbers.length * 2))
        larger.set(numbers)
        numbers = larger
      }
      const known = numbers[key]!
      if (known > 0) return known - 1
      if (size === list.length) {
        const larger = new Int32Array(size * 2)
        larger.set(list)
        list = larger
      }
      list[size] = key
      numbers[key] = ++size
      return size - 1
    },
    find: (key) => (numbers[key] ?? 0) - 1,
    keys: () => list.subarray(0, size)
  }
}

/**
 * Puts absent keys in order; what is shown as the same text becomes one.
 * @param types that the references may name
 */
export function orderAbsent(types: readonly string[], numbers: AbsentNumbers, keys: KeyTable): AbsentKeys {
  const listed = numbers.keys()
  const placeOfType = Int32Array.from(keys.types, (type) => types.indexOf(type))
  /** Place among the types of each key, -1 for those that stand for themselves. */
  const typeOf = new Int32Array(listed.length)
  const counts = new Int32Array(types.length)
  const others = new Map<string, number[]>()
  for (let index = 0; index < listed.length; index++) {
    const key = listed[index]!
    const type = keys.formOf(key) === KEY_RESOURCE ? placeOfType[keys.typeOf(key)]! : -1
    typeOf[index] = type
    if (type >= 0) counts[type]!++
    else {
      const text = absentText(keys, key)
      const same = others.get(text)
      if (same === undefined) others.set(text, [key])
      else same.push(key)
    }
  }
  const count = counts.reduce((sum, typeCount) => sum + typeCount, others.size)
  const words = new Uint32Array(count * 4).fill(0xffffffff)
  const texts = new Map<number, string>()
  const absentTypes = new Uint8Array(count).fill(NO_TYPE)
  const order = new Int32Array(numbers.size)
  let position = 0
  for (let type = 0; type < types.length; type++) {
    if (counts[type] === 0) continue
    const typeKeys = new Int32Array(counts[type]!)
    let next = 0
    for (let index = 0; index < listed.length; index++) if (typeOf[index] === type) typeKeys[next++] = listed[index]!
    const sorted = sortKeys(keys, typeKeys)
    words.set(sorted.ids.words, position * 4)
    for (const [place, text] of sorted.ids.others) texts.set(position + place, text)
    absentTypes.fill(type, position, position + typeKeys.length)
    for (let place = 0; place < typeKeys.length; place++) order[numbers.find(sorted.keys[place]!)] = position + place
    position += typeKeys.length
  }
  for (const [text, same] of Array.from(others).sort(([a], [b]) => (a < b ? -1 : 1))) {
    texts.set(position, text)
    for (const key of same) order[numbers.find(key)] = position
    position++
  }
  return { ids: { kind: 'id', length: count, words, others: texts }, types: absentTypes, order }
}

/** The key that an absent one had, or one that is shown as the same. */
export function absentKey({ stored, absent, absentType }: ReferenceKeys, index: number, keys: KeyTable): number {
  const text = idAt(absent, index) ?? ''
  const type = stored[absentType[index]!]?.type
  return type === undefined ? keys.add(KEY_UNKNOWN, '', text) : keys.add(KEY_RESOURCE, type, text)
}

/** How a reference that names nothing here is shown: as it was written, without what does not matter. */
function absentText(keys: KeyTable, key: number): string {
  const text = keys.textOf(key)
  const type = keys.types[keys.typeOf(key)]!
  switch (keys.formOf(key)) {
    case KEY_RESOURCE:
      return `${type}/${text}`
    case KEY_URN:
      if (/^[0-9a-f-]{36}$/.test(text)) return `urn:uuid:${text}`
      return /^[\d.]+$/.test(text) ? `urn:oid:${text}` : text
    case KEY_IDENTIFIER:
    case KEY_LOGICAL:
      return `${type.includes('|') ? '' : type}?identifier=${splitIdentifier(text).identifier}`
    default:
      return text
  }
}

import type { IdColumn, ReferenceColumn, ReferenceKeys } from './column.ts'
import { idAt } from './id-column.ts'
import { usedCodes } from '../../base/kernels/used-codes.ts'

/** In place of a type: the text of an absent key stands for itself. */
export const NO_TYPE = 255

/** Where the code of a key leads: the ids it is in, its place there, and its type. */
function locate(
  keys: ReferenceKeys,
  code: number
): { readonly ids: IdColumn; readonly at: number; readonly type: string | undefined } {
  let index = code
  for (const { type, ids } of keys.stored) {
    if (index < ids.length) return { ids, at: index, type }
    index -= ids.length
  }
  return { ids: keys.absent, at: index, type: keys.stored[keys.absentType[index]!]?.type }
}

/**
 * The key of a code as people read it: the id, with `Type/` in front where the keys are of several types; what names no type
 * and id as it was written.
 */
export function keyText(keys: ReferenceKeys, code: number): string {
  const { ids, at, type } = locate(keys, code)
  const text = idAt(ids, at) ?? ''
  return type === undefined || keys.stored.length < 2 ? text : `${type}/${text}`
}

/** The key of a code as tables show it: the plain id; what names no type and id as it was written. */
export function keyId(keys: ReferenceKeys, code: number): string {
  const { ids, at, type } = locate(keys, code)
  const text = idAt(ids, at) ?? ''
  return type === undefined ? (/^[A-Z][A-Za-z]+\/([^/?]+)$/.exec(text)?.[1] ?? text) : text
}

/**
 * A number for each key that occurs in a column, asked for in the order of the codes.
 * @param numberOf gets the key as {@link keyText} gives it
 * @returns by code; -1 for keys that do not occur
 */
export function numberKeys({ codes, keys }: ReferenceColumn, numberOf: (key: string) => number): Int32Array {
  const { kept, place } = usedCodes([codes], keys.length)
  const numbers = kept.map((code) => numberOf(keyText(keys, code)))
  return place.map((index) => (index < 0 ? -1 : numbers[index]!))
}

/** Keys of one type that are all stored. */
export function storedKeys(type: string, ids: IdColumn): ReferenceKeys {
  return {
    length: ids.length,
    stored: [{ type, ids }],
    absent: { kind: 'id', length: 0, words: new Uint32Array(0), others: new Map() },
    absentType: new Uint8Array(0)
  }
}

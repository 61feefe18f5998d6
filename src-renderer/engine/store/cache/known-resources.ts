import { defined } from '#shared/language/defined.ts'
import { placesOfKeys, REPEATED, STORED, type ArrangedResources, type StoredType } from '../build/arrange-resources.ts'
import { KEY_RESOURCE } from '../model/chunk.ts'
import { spanOf, type OrderedChunk } from '../model/chunk-order.ts'
import { NONE } from '../model/column.ts'
import { findId, isId, isIdBefore } from '../model/id-column.ts'
import type { KeyTable } from '../model/key-table.ts'
import { sortKeys } from '../build/sort-keys.ts'
import { notACache } from './store-ipc.ts'
import type { Store } from '../model/store.ts'

/**
 * The resources of files that are read again, among all that are stored.
 * @param types whose tables are rebuilt; who resources of other types are about does not matter
 * @throws AppError `unreadable-file` when the files do not hold what is stored of these types
 */
export function knownResources(
  chunks: readonly OrderedChunk[],
  keys: KeyTable,
  { resources, patients }: Pick<Store, 'resources' | 'patients'>,
  types: ReadonlySet<string>
): ArrangedResources {
  let stored = 0
  const placed = Array.from(resources.values(), ({ resourceType: type, count, ids }): StoredType => {
    stored += count
    return { type, first: stored - count, count, ids }
  })
  const named = new Map(placed.map((each) => [each.type, each]))
  const placeOf = placeKeys(keys, named)
  const last = chunks.at(-1)
  const count = last === undefined ? 0 : last.firstResource + last.resources.count
  const key = new Int32Array(count)
  const state = new Uint8Array(count)
  const patientKey = new Int32Array(count).fill(NONE)
  const found = new Map<string, number>()
  for (const chunk of chunks) {
    const { firstResource, resources: chunkResources } = chunk
    for (let position = 0; position < chunkResources.count; position++) {
      const resource = firstResource + position
      key[resource] = chunkResources.key[position]!
      const place = placeOf[chunkResources.key[position]!]!
      if (place < 0) throw notACache()
      const type = keys.types[keys.typeOf(chunkResources.key[position]!)]!
      const index = defined(resources.get(type))
      const row = place - defined(named.get(type)).first
      const isStored =
        index.file[row] === spanOf(chunk, position).file && index.offset[row] === chunkResources.offset[position]
      state[resource] = isStored ? STORED : REPEATED
      if (!types.has(type)) continue
      patientKey[resource] = chunkResources.patient[position]!
      if (isStored) found.set(type, (found.get(type) ?? 0) + 1)
    }
  }
  for (const type of types) if ((found.get(type) ?? 0) !== (named.get(type)?.count ?? 0)) throw notACache()
  return {
    count,
    key,
    state,
    complete: !state.includes(REPEATED),
    placeOf,
    place: placesOfKeys(key, placeOf),
    types: placed,
    patientKey,
    patients,
    noRows: new Int32Array(patients + 1),
    typeNamed: (type) => named.get(type),
    find(type, id) {
      const typeResources = named.get(type)
      const row = typeResources === undefined ? undefined : findId(typeResources.ids, id)
      return row === undefined ? NONE : defined(typeResources).first + row
    }
  }
}

/** Place of the stored resource of each key, -1 without: keys and stored ids are gone through side by side. */
function placeKeys(keys: KeyTable, named: ReadonlyMap<string, StoredType>): Int32Array {
  const placeOf = new Int32Array(keys.count).fill(NONE)
  const words = new Uint32Array(4)
  const byType = new Map<string, number[]>()
  for (let key = 0; key < keys.count; key++) {
    if (keys.formOf(key) !== KEY_RESOURCE) continue
    const type = keys.types[keys.typeOf(key)]!
    const list = byType.get(type)
    if (list === undefined) byType.set(type, [key])
    else list.push(key)
  }
  for (const [type, list] of byType) {
    const typeResources = named.get(type)
    if (typeResources === undefined) continue
    const { ids, first, count } = typeResources
    let row = 0
    for (const key of sortKeys(keys, Int32Array.from(list)).keys) {
      const id = { words, text: keys.wordsOf(key, words, 0) ? undefined : keys.textOf(key) }
      while (row < count && isIdBefore(ids, row, id)) row++
      if (row < count && isId(ids, row, id)) placeOf[key] = first + row
    }
  }
  return placeOf
}

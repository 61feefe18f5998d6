import { KEY_RESOURCE } from '../model/chunk.ts'
import type { OrderedChunk } from '../model/chunk-order.ts'
import { NONE, type IdColumn } from '../model/column.ts'
import type { KeyTable } from '../model/key-table.ts'
import { sortKeys, type SortedKeys } from './sort-keys.ts'

/** The resource is in the store. */
export const STORED = 0
/** Another resource of the same type and id is stored, with other content and nothing that tells which is newer. */
export const REPLACED = 1
/** The same resource with the same content is stored. */
export const REPEATED = 2
/** A newer version of the resource is stored, by `meta.lastUpdated` of both. */
export const SUPERSEDED = 4
/** Another shard has the resource; its rows are here to be looked up. */
export const GUEST = 3

/**
 * Tells by file and byte offset which resources are not stored because another shard has the same with more right.
 * @returns {@link REPLACED}, {@link SUPERSEDED}, {@link REPEATED}, or undefined for those that no other shard has
 */
export type Superseded = (file: number, offset: number) => number | undefined

/** The stored resources of one type, which stand side by side. */
export interface StoredType {
  readonly type: string
  /** Place of the first among the stored resources of all types. */
  readonly first: number
  readonly count: number
  readonly ids: IdColumn
}

/**
 * Every resource that was read, and what became of it. Resources count in source order; those that are stored have a place
 * besides: type after type in the order of their names, and within a type by id.
 */
export interface ArrangedResources {
  readonly count: number
  readonly key: Int32Array
  /** {@link STORED}, {@link REPLACED}, {@link SUPERSEDED}, {@link REPEATED} or {@link GUEST}. */
  readonly state: Uint8Array
  /** Whether all resources are stored. */
  readonly complete: boolean
  /** Place of the stored resource of each key, -1 without. */
  readonly placeOf: Int32Array
  /** The same for the key of each resource: columns that stand in source order need not look keys up again. */
  readonly place: Int32Array
  readonly types: readonly StoredType[]
  /** Key of the person that each resource is about, -1 without. */
  readonly patientKey: Int32Array
  /** How many patients are stored. */
  readonly patients: number
  /** Where each patient's rows begin in a table without rows; shared by all of them. */
  readonly noRows: Int32Array
  typeNamed(name: string): StoredType | undefined
  /** Place of the stored resource of a type and id, -1 without. */
  find(type: string, id: string): number
}

/** Finds duplicates, and gives each stored resource its place. */
export function arrangeResources(
  chunks: readonly OrderedChunk[],
  keys: KeyTable,
  superseded?: Superseded
): ArrangedResources {
  const last = chunks.at(-1)
  const count = last === undefined ? 0 : last.firstResource + last.resources.count
  const key = new Int32Array(count)
  const patientKey = new Int32Array(count)
  for (const { firstResource, resources } of chunks) {
    key.set(resources.key, firstResource)
    patientKey.set(resources.patient, firstResource)
  }
  const { state, storedOf, complete } = chooseStored(chunks, key, keys.count, superseded)
  const types: StoredType[] = []
  let first = 0
  for (const [type, { keys: typeKeys, ids }] of keysByType(keys, storedOf)) {
    numberPlaces(typeKeys, first, storedOf)
    types.push({ type, first, count: typeKeys.length, ids })
    first += typeKeys.length
  }
  const named = new Map(types.map((each) => [each.type, each]))
  const patients = named.get('Patient')?.count ?? 0
  return {
    count,
    key,
    state,
    complete,
    placeOf: storedOf,
    place: placesOfKeys(key, storedOf),
    types,
    patientKey,
    patients,
    noRows: new Int32Array(patients + 1),
    typeNamed: (name) => named.get(name),
    find: (type, id) => storedOf[keys.find(KEY_RESOURCE, type, id)] ?? NONE
  }
}

// The loops are functions of their own, for the reason that scatter-rows.ts gives.

/** Gives the keys of a type consecutive places. */
function numberPlaces(keys: Int32Array, first: number, placeOf: Int32Array): void {
  for (let index = 0; index < keys.length; index++) placeOf[keys[index]!] = first + index
}

/** The place of each key of a list, -1 without. */
export function placesOfKeys(keys: Int32Array, placeOf: Int32Array): Int32Array {
  const places = new Int32Array(keys.length)
  for (let index = 0; index < keys.length; index++) places[index] = placeOf[keys[index]!]!
  return places
}

/** Of resources with one key the newest is stored; where that does not decide, the first. */
function chooseStored(
  chunks: readonly OrderedChunk[],
  key: Int32Array,
  keyCount: number,
  superseded: Superseded | undefined
) {
  const hasGuests = chunks.some(({ isGuest }) => isGuest)
  const lost = superseded === undefined && !hasGuests ? undefined : statesOfSuperseded(chunks, key.length, superseded)
  const storedOf = new Int32Array(keyCount).fill(NONE)
  let complete = true
  for (let resource = 0; resource < key.length; resource++) {
    if (storedOf[key[resource]!] === NONE && (lost?.[resource] ?? STORED) === STORED)
      storedOf[key[resource]!] = resource
    else complete = false
  }
  const state = lost ?? new Uint8Array(key.length)
  if (complete) return { state, storedOf, complete }
  const hash = new Uint32Array(key.length * 2)
  const updated = new Float64Array(key.length)
  for (const { firstResource, resources } of chunks) {
    hash.set(resources.hash, firstResource * 2)
    updated.set(resources.lastUpdated, firstResource)
  }
  const same = (a: number, b: number) => hash[a * 2] === hash[b * 2] && hash[a * 2 + 1] === hash[b * 2 + 1]
  const age = (resource: number) => (Number.isNaN(updated[resource]!) ? Number.NEGATIVE_INFINITY : updated[resource]!)
  for (let resource = 0; resource < key.length; resource++) {
    const best = storedOf[key[resource]!]!
    if (best === NONE || state[resource]! > STORED) continue
    if (age(resource) > age(best)) storedOf[key[resource]!] = resource
  }
  for (let resource = 0; resource < key.length; resource++) {
    const best = storedOf[key[resource]!]!
    if (best === NONE || state[resource]! > STORED) continue
    if (best === resource) continue
    const isOlder = updated[resource]! < updated[best]!
    state[resource] = same(best, resource) ? REPEATED : isOlder ? SUPERSEDED : REPLACED
  }
  return { state, storedOf, complete }
}

function statesOfSuperseded(
  chunks: readonly OrderedChunk[],
  count: number,
  superseded: Superseded | undefined
): Uint8Array {
  const state = new Uint8Array(count)
  for (const { firstResource, spans, resources, isGuest } of chunks)
    for (const { file, first: from, end } of spans)
      for (let index = from; index < end; index++)
        state[firstResource + index] = isGuest ? GUEST : (superseded?.(file, resources.offset[index]!) ?? STORED)
  return state
}

/** Keys of stored resources by type, sorted by id; types in the order of their names. */
function keysByType(keys: KeyTable, storedOf: Int32Array): readonly (readonly [string, SortedKeys])[] {
  const counts = new Uint32Array(keys.types.length)
  for (let key = 0; key < storedOf.length; key++) if (storedOf[key]! >= 0) counts[keys.typeOf(key)]!++
  const lists = Array.from(counts, (count) => new Int32Array(count))
  counts.fill(0)
  for (let key = 0; key < storedOf.length; key++) {
    const type = keys.typeOf(key)
    if (storedOf[key]! >= 0) lists[type]![counts[type]!++] = key
  }
  return keys.types
    .map((type, code) => [type, lists[code]!] as const)
    .filter(([, list]) => list.length > 0)
    .map(([type, list]) => [type, sortKeys(keys, list)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

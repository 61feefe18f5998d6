import type { OrderedChunk } from './chunk-order.ts'
import { NONE } from './column.ts'
import { idColumn } from './id-column.ts'
import type { KeyTable } from './key-table.ts'
import { sortKeys } from './sort-keys.ts'
import type { ResourceIndex } from './store.ts'

/** The resource is in the store. */
export const STORED = 0
/** Another resource of the same type and id is stored, with other content. */
export const REPLACED = 1
/** The same resource with the same content is stored. */
export const REPEATED = 2

/** Every resource that was read, and what became of it. Resources count in source order. */
export interface ArrangedResources {
  readonly count: number
  readonly key: Int32Array
  /** {@link STORED}, {@link REPLACED} or {@link REPEATED}. */
  readonly state: Uint8Array
  /** Stored resource of each key, -1 without. */
  readonly storedOf: Int32Array
  /** Row in its type's index, of each stored resource. */
  readonly row: Int32Array
  readonly indexes: ReadonlyMap<string, ResourceIndex>
  /** Keys of each type's stored resources, in the order of their index. */
  readonly sortedKeys: ReadonlyMap<string, Int32Array>
  /** Key of the person that each resource is about, -1 without. */
  readonly patientKey: Int32Array
  readonly profiles: readonly string[]
  /** Fills the patient of every index, once references are resolved. */
  setPatients(ordinalOf: (key: number) => number): void
  /** Row of the patient in the index of Patient, which is their ordinal. */
  readonly patients: number
}

/** Finds duplicates, and makes the index of each type, sorted by id. */
export function arrangeResources(
  chunks: readonly OrderedChunk[],
  keys: KeyTable,
  profileTexts: readonly string[]
): ArrangedResources {
  const last = chunks.at(-1)
  const count = last === undefined ? 0 : last.firstResource + last.resources.count
  const key = new Int32Array(count)
  const patientKey = new Int32Array(count)
  for (const { firstResource, resources } of chunks) {
    key.set(resources.key, firstResource)
    patientKey.set(resources.patient, firstResource)
  }
  const { state, storedOf } = chooseStored(chunks, key, keys.count)
  const row = new Int32Array(count).fill(NONE)
  const source = locate(chunks, count)
  const { order: profileRank, sorted: profiles } = rankTexts(profileTexts)
  const indexes = new Map<string, ResourceIndex>()
  const fill: { readonly index: ResourceIndex & { patient: Int32Array }; readonly resources: Int32Array }[] = []
  const sortedKeys = new Map(keysByType(keys, storedOf))
  for (const [type, own] of sortedKeys) {
    const resources = own.map((key) => storedOf[key]!)
    resources.forEach((resource, at) => {
      row[resource] = at
    })
    const index = {
      resourceType: type,
      count: resources.length,
      ids: idColumn(keys, own),
      file: resources.map((resource) => chunks[source[resource]!]!.file),
      line: pick(Uint32Array, resources, source, chunks, (chunk) => chunk.line),
      offset: pick(Float64Array, resources, source, chunks, (chunk) => chunk.offset),
      length: pick(Uint32Array, resources, source, chunks, (chunk) => chunk.length),
      patient: new Int32Array(resources.length).fill(NONE),
      profile: pick(Int32Array, resources, source, chunks, (chunk) => chunk.profile).map((code) =>
        code < 0 ? NONE : profileRank[code]!
      )
    }
    indexes.set(type, index)
    fill.push({ index, resources })
  }
  return {
    count,
    key,
    state,
    storedOf,
    row,
    indexes,
    sortedKeys,
    patientKey,
    profiles,
    patients: indexes.get('Patient')?.count ?? 0,
    setPatients(ordinalOf) {
      for (const { index, resources } of fill) {
        resources.forEach((resource, at) => {
          const about = patientKey[resource]!
          index.patient[at] = about < 0 ? NONE : ordinalOf(about)
        })
      }
    }
  }
}

/** Of resources with one key the newest is stored; where that does not decide, the first. */
function chooseStored(chunks: readonly OrderedChunk[], key: Int32Array, keyCount: number) {
  const state = new Uint8Array(key.length)
  const storedOf = new Int32Array(keyCount).fill(NONE)
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
    if (best === NONE || age(resource) > age(best)) storedOf[key[resource]!] = resource
  }
  for (let resource = 0; resource < key.length; resource++) {
    const best = storedOf[key[resource]!]!
    if (best !== resource) state[resource] = same(best, resource) ? REPEATED : REPLACED
  }
  return { state, storedOf }
}

/** Index of the chunk that each resource is in. */
function locate(chunks: readonly OrderedChunk[], count: number): Uint32Array {
  const source = new Uint32Array(count)
  chunks.forEach(({ firstResource, resources }, place) =>
    source.fill(place, firstResource, firstResource + resources.count)
  )
  return source
}

function pick<A extends Uint32Array | Float64Array | Int32Array>(
  make: new (length: number) => A,
  resources: Int32Array,
  source: Uint32Array,
  chunks: readonly OrderedChunk[],
  column: (resources: OrderedChunk['resources']) => A
): A {
  const out = new make(resources.length)
  for (let i = 0; i < resources.length; i++) {
    const resource = resources[i]!
    const chunk = chunks[source[resource]!]!
    out[i] = column(chunk.resources)[resource - chunk.firstResource]!
  }
  return out
}

/** Keys of stored resources by type, sorted by id; types in the order of their names. */
function keysByType(keys: KeyTable, storedOf: Int32Array): readonly (readonly [string, Int32Array])[] {
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

/** Sorts texts. @returns the sorted texts, and the new place of each old one */
export function rankTexts(texts: readonly string[]): {
  readonly order: Int32Array
  readonly sorted: readonly string[]
} {
  const places = texts
    .map((_, place) => place)
    .sort((a, b) => (texts[a]! < texts[b]! ? -1 : texts[a]! > texts[b]! ? 1 : 0))
  const order = new Int32Array(texts.length)
  places.forEach((old, place) => {
    order[old] = place
  })
  return { order, sorted: places.map((place) => texts[place]!) }
}

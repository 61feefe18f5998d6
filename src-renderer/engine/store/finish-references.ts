import type { ArrangedTable } from './arrange-table.ts'
import { KEY_IDENTIFIER, KEY_LOGICAL, KEY_RESOURCE, KEY_URN } from './chunk.ts'
import { NONE, type Column } from './column.ts'
import type { FinishSources } from './finish-sources.ts'
import { growableInt32 } from './growable.ts'
import type { KeyTable } from './key-table.ts'
import { stableSortBy } from './radix-sort.ts'

/** References that name a resource which is not here: the resource that has it, and the element. In source order. */
export interface Dangling {
  readonly resources: Int32Array
  /** Codes into `paths`, -1 for the patient of a resource without a table. */
  readonly path: Int32Array
  readonly paths: readonly string[]
}

interface ReferenceColumn {
  readonly table: number
  readonly name: string
  readonly path: string
  readonly targets: readonly string[]
  readonly codes: Int32Array
}

const USED = -2

/** Gives every reference column its keys and targets. Columns that may point to the same types share both. */
export function finishReferences(
  tables: readonly ArrangedTable[],
  columns: readonly Map<string, Column>[],
  idKeys: readonly (Int32Array | undefined)[],
  sources: FinishSources
): Dangling {
  const groups = new Map<string, ReferenceColumn[]>()
  tables.forEach(({ plan }, table) => {
    for (const { name, kind, path, targets } of plan.columns) {
      const column = columns[table]!.get(name)
      if (kind !== 'reference' || column?.kind !== 'reference') continue
      const group = groups.get(targets.join('|')) ?? []
      groups.set(targets.join('|'), group)
      group.push({ table, name, path, targets, codes: column.codes })
    }
  })
  const dangling = findDangling(tables, Array.from(groups.values()).flat(), sources)
  const place = new Int32Array(sources.keys.count)
  for (const group of groups.values()) {
    const { keys, targets } = finishGroup(group, place, tables, idKeys, sources)
    for (const { table, name, codes } of group) columns[table]!.set(name, { kind: 'reference', codes, keys, targets })
  }
  return dangling
}

/** Numbers the targets of a group: those that are here by type and id, then the others by text. */
function finishGroup(
  group: readonly ReferenceColumn[],
  place: Int32Array,
  tables: readonly ArrangedTable[],
  idKeys: readonly (Int32Array | undefined)[],
  { keys, arranged, resolved }: FinishSources
): { readonly keys: readonly string[]; readonly targets: Int32Array } {
  const types = group[0]!.targets
  // What does not tell its type has all wanted types in its place.
  const allowed = new Set([...types, types.join('|')].map((type) => keys.typeCode(type)))
  place.fill(NONE)
  for (const { codes } of group) {
    for (let row = 0; row < codes.length; row++) {
      const key = codes[row]!
      if (key < 0) continue
      const named = resolved.target[key]! >= 0 ? resolved.target[key]! : key
      const fits = allowed.has(keys.typeOf(named))
      codes[row] = fits ? named : NONE
      if (fits) place[named] = USED
    }
  }
  const ordered: number[] = []
  const texts: string[] = []
  const name = (type: string, id: string) => (types.length > 1 ? `${type}/${id}` : id)
  for (const type of types) {
    for (const key of arranged.sortedKeys.get(type) ?? []) {
      if (place[key] !== USED) continue
      place[key] = ordered.length
      ordered.push(key)
      texts.push(name(type, keys.textOf(key)))
    }
  }
  const others: { readonly key: number; readonly text: string }[] = []
  for (let key = 0; key < place.length; key++)
    if (place[key] === USED) others.push({ key, text: unresolvedText(keys, key, types.length > 1) })
  others.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
  for (const { key, text } of others) {
    place[key] = ordered.length
    ordered.push(key)
    texts.push(text)
  }
  for (const { codes } of group) {
    for (let row = 0; row < codes.length; row++) if (codes[row]! >= 0) codes[row] = place[codes[row]!]!
  }
  const targets = new Int32Array(ordered.length).fill(NONE)
  for (const type of types) {
    const table = tables.findIndex(({ plan }, at) => plan.resourceType === type && idKeys[at] !== undefined)
    idKeys[table]?.forEach((key, row) => {
      if (key >= 0 && place[key]! >= 0) targets[place[key]!] = row
    })
  }
  return { keys: texts, targets }
}

/** How a reference that names nothing here is shown: as it was written, without what does not matter. */
function unresolvedText(keys: KeyTable, key: number, withType: boolean): string {
  const text = keys.textOf(key)
  const type = keys.types[keys.typeOf(key)]!
  switch (keys.formOf(key)) {
    case KEY_RESOURCE:
      return withType ? `${type}/${text}` : text
    case KEY_URN:
      if (/^[0-9a-f-]{36}$/.test(text)) return `urn:uuid:${text}`
      return /^[\d.]+$/.test(text) ? `urn:oid:${text}` : text
    case KEY_IDENTIFIER:
    case KEY_LOGICAL:
      return `${type.includes('|') ? '' : type}?identifier=${text}`
    default:
      return text
  }
}

/**
 * Looks for references that dangle. Bulk exports often hold selected types only, so a reference counts when its target type
 * occurs among the stored resources at all, or is Patient. Each target counts once per resource.
 */
function findDangling(
  tables: readonly ArrangedTable[],
  columns: readonly ReferenceColumn[],
  { keys, arranged, resolved }: FinishSources
): Dangling {
  const resources = growableInt32()
  const named = growableInt32()
  const places = growableInt32()
  const paths: string[] = []
  const here = (type: string) => type === 'Patient' || arranged.indexes.has(type)
  const known = new Map<number, boolean>()
  const counts = (key: number): boolean => keys.types[keys.typeOf(key)]!.split('|').some(here)
  for (const { table, path, codes } of columns) {
    known.clear()
    const place = paths.length
    paths.push(path)
    const { source } = tables[table]!
    for (let row = 0; row < codes.length; row++) {
      const key = codes[row]!
      if (key < 0 || resolved.target[key]! >= 0) continue
      let dangles = known.get(key)
      if (dangles === undefined) {
        dangles = resolved.isDangling(key) && counts(key)
        known.set(key, dangles)
      }
      if (!dangles) continue
      resources.push(source[row]!)
      named.push(key)
      places.push(place)
    }
  }
  arranged.patientKey.forEach((key, resource) => {
    if (key < 0 || arranged.state[resource] !== 0 || resolved.target[key]! >= 0 || !resolved.isDangling(key)) return
    resources.push(resource)
    named.push(key)
    places.push(NONE)
  })
  return distinct(resources.take(), named.take(), places.take(), paths)
}

/** Keeps one finding per resource and target, in source order. */
function distinct(resources: Int32Array, named: Int32Array, places: Int32Array, paths: readonly string[]): Dangling {
  const order = new Uint32Array(resources.length).map((_, i) => i)
  const scratch = new Uint32Array(order.length)
  stableSortBy(order, new Uint32Array(named), scratch)
  stableSortBy(order, new Uint32Array(resources), scratch)
  const kept = order.filter((at, i) => {
    const before = order[i - 1]
    return before === undefined || resources[before] !== resources[at] || named[before] !== named[at]
  })
  return {
    resources: Int32Array.from(kept, (at) => resources[at]!),
    path: Int32Array.from(kept, (at) => places[at]!),
    paths
  }
}

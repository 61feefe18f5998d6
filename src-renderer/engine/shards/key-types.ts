import type { ReferenceKeys } from '../store/model/column.ts'
import { keyText, NO_TYPE } from '../store/model/reference-keys.ts'
import type { Store } from '../store/model/store.ts'

/** The table that references to each resource type lead into. */
export function tablesOfTypes(store: Store): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  for (const { name, resourceType, columns } of store.tables.values())
    if (columns.has('id') && !found.has(resourceType)) found.set(resourceType, name)
  return found
}

/** The resource type that each key names; undefined for text that names none. */
export function typesOfKeys(keys: ReferenceKeys): (code: number) => string | undefined {
  const ends: number[] = []
  for (const { ids } of keys.stored) ends.push((ends.at(-1) ?? 0) + ids.length)
  const stored = ends.at(-1) ?? 0
  return (code) => {
    if (code < stored) return keys.stored[ends.findIndex((end) => code < end)]?.type
    const type = keys.absentType[code - stored]!
    return type === NO_TYPE ? keyText(keys, code).split('/')[0] : keys.stored[type]?.type
  }
}

import type { Store } from '../../store/model/store.ts'
import type { DataRequirement } from '../definition/data-requirements.ts'
import { codedElements } from './needed-records.ts'
import { soughtCodes } from './sought-codes.ts'
import type { Expansion } from '../definition/value-set-expansions.ts'

const occurring = new WeakMap<Store, Map<string, Int32Array>>()

/** Concepts that occur in the main element of a table, each once. */
function conceptsOf(store: Store, table: string): Int32Array {
  const tables = occurring.get(store) ?? new Map<string, Int32Array>()
  occurring.set(store, tables)
  const known = tables.get(table) ?? Int32Array.from(new Set(store.codings.get(table)?.ids))
  tables.set(table, known)
  return known
}

/**
 * Whether a population has any record of a kind that a measure reads: of the type, and with one of its codes.
 * @returns undefined where the codes are in an element that the tables do not hold
 */
export function hasRecords(
  requirement: DataRequirement,
  valueSets: ReadonlyMap<string, Expansion>,
  store: Store
): boolean | undefined {
  const { type, codeProperty, closed } = requirement
  if ((store.resources.get(type)?.count ?? 0) === 0) return false
  if (!closed && codeProperty === undefined) return true
  if (!closed || codedElements[type] !== codeProperty) return undefined
  const table = [...store.tables.values()].find((item) => item.resourceType === type && store.codings.has(item.name))
  if (table === undefined) return undefined
  const sought = soughtCodes([requirement], valueSets)
  const { systems, codes } = store.concepts
  return conceptsOf(store, table.name).some((concept) => {
    const system = systems[concept]!
    return sought.has(system === '' ? undefined : system, codes[concept]!)
  })
}

import { personFeatures } from '../interchange/person-features.ts'
import type { Registry } from '../registries/registry-definition.ts'
import type { Day } from '../selection/filter.ts'
import { populationOf } from '../selection/population.ts'
import type { ConceptTable, Store } from '../store/store.ts'
import { codingTable } from './coding-rows.ts'
import { loadTable, loadTables } from './load-rows.ts'
import { registryMembers } from './registry-members.ts'
import type { TableSource } from './table-source.ts'

/** What derived tables depend on: the registries and the clinical date. */
export interface DerivedContext {
  /** From `loadRegistries`; pass the same array each time. */
  readonly registries: readonly Registry[]
  readonly asOf: Day
}

/** Every table that can be asked. */
export interface TableSources {
  /** In the order of the names. */
  readonly names: readonly string[]
  readonly concepts: ConceptTable
  get(name: string): TableSource | undefined
}

const derived = { registry_member: registryMembers, person_feature: personFeatures } as const

/** The tables of a store. Without a context there are no derived ones. */
export function tableSources(store: Store, context?: DerivedContext): TableSources {
  const codings = Array.from(store.codings.keys(), (name) => `${name}_coding`)
  const names = [
    ...store.tables.keys(),
    ...codings,
    ...loadTables.map(({ name }) => name),
    ...(context === undefined ? [] : Object.keys(derived))
  ].sort()
  const made = new Map<string, TableSource | undefined>()
  const make = (name: string): TableSource | undefined => {
    const table = store.tables.get(name)
    if (table !== undefined) {
      const { description, rows, info, columns } = table
      return { name, group: 'Records', description, rows, columns: info, read: (column) => columns.get(column)! }
    }
    if (context !== undefined && Object.hasOwn(derived, name)) {
      const population = populationOf(store, context.registries)
      return derived[name as keyof typeof derived](population, context.asOf)
    }
    const main = /^(.+)_coding$/.exec(name)?.[1]
    return main === undefined ? loadTable(store, name) : codingTable(store, main)
  }
  return {
    names,
    concepts: store.concepts,
    get(name) {
      if (!made.has(name)) made.set(name, make(name))
      return made.get(name)
    }
  }
}

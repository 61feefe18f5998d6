import { storeOf } from '../../store/build/create-store.ts'
import type { Store } from '../../store/model/store.ts'
import { isOfSource, type EvidenceSource } from '../records/evidence-source.ts'

const known = new WeakMap<Store, Map<EvidenceSource, Store>>()

/**
 * A store as if its data came from one source alone: tables, resources and codes of the other are gone, so that what cannot be
 * computed without them is known. For questions about what the data hold, not for figures.
 */
export function storeOfSource(store: Store, source: EvidenceSource): Store {
  const made = known.get(store) ?? new Map<EvidenceSource, Store>()
  known.set(store, made)
  const found = made.get(source) ?? restrict(store, source)
  made.set(source, found)
  return found
}

function restrict(store: Store, source: EvidenceSource): Store {
  const { concepts } = store
  const tables = new Map([...store.tables].filter(([, { resourceType }]) => isOfSource(resourceType, source)))
  const occurring = conceptsOf(store, tables)
  const only = (texts: readonly string[]): readonly string[] => texts.map((text, id) => (occurring.has(id) ? text : ''))
  return storeOf(
    {
      ...store,
      tables,
      codings: new Map([...store.codings].filter(([name]) => tables.has(name))),
      resources: new Map([...store.resources].filter(([type]) => isOfSource(type, source))),
      concepts: {
        ...concepts,
        systems: only(concepts.systems),
        codes: only(concepts.codes),
        find: (system, code) => {
          const id = concepts.find(system, code)
          return occurring.has(id) ? id : -1
        }
      }
    },
    {
      stores: () => store.population.map((each) => storeOfSource(each, source)),
      count: store.population.length,
      facts: new Map()
    }
  )
}

/** The concepts that the rows of some tables name. */
function conceptsOf(store: Store, tables: Store['tables']): ReadonlySet<number> {
  const found = new Set<number>()
  for (const [name, table] of tables) {
    for (const { name: column, kind } of table.info) {
      if (kind !== 'concept') continue
      for (const id of table.column(column, 'concept').ids) found.add(id)
    }
    for (const id of store.codings.get(name)?.ids ?? []) found.add(id)
  }
  found.delete(-1)
  return found
}

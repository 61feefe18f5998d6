import { defined } from '#shared/language/defined.ts'
import { askEach } from './ask-each.ts'
import type { Store } from './store.ts'

/** What all stores of the population of a store tell together of a question that is not asked again. */
export function askPopulation<A extends readonly unknown[], P>(
  { population }: Store,
  partial: (store: Store, ...question: A) => P,
  merge: (left: P, right: P) => P,
  ...question: A
): P {
  const [first, ...others] = askEach(population, partial, ...question)
  return others.reduce(merge, defined(first))
}

/** A sum over all stores of the population of a store; see `Store.inPopulation`. */
export function countInPopulation(store: Store, name: string, count: (store: Store) => number): number {
  return store.inPopulation(name, count, (left, right) => left + right)
}

/** Rows that a table has in the population of a store; 0 without such a table. */
export function rowsInPopulation(store: Store, name: string): number {
  const table = store.tables.get(name)
  if (table === undefined) return 0
  // Records of no person stand in every store.
  if (!table.isAboutPeople) return table.rows
  return countInPopulation(store, `rows of ${name}`, ({ tables }) => tables.get(name)?.rows ?? 0)
}

/** Whether the resources of a FHIR type are of no person, so that every store of the population has them. */
function isCommon(store: Store, type: string): boolean {
  return [...store.tables.values()].some(({ resourceType, isAboutPeople }) => resourceType === type && !isAboutPeople)
}

/** The stores of a population that together have each resource of a FHIR type once. */
export function storesWith(store: Store, type: string): readonly Store[] {
  return isCommon(store, type) ? [store] : store.population
}

/** Resources of a FHIR type in the population of a store. Those of no person stand in every store and count once. */
export function resourcesInPopulation(store: Store, type: string): number {
  if (isCommon(store, type)) return store.resources.get(type)?.count ?? 0
  return countInPopulation(store, `resources of ${type}`, ({ resources }) => resources.get(type)?.count ?? 0)
}

/** Codes by code system, '' for codings that name none. */
export type OccurringCodes = ReadonlyMap<string, ReadonlySet<string>>

function joinCodes(left: OccurringCodes, right: OccurringCodes): OccurringCodes {
  return new Map(
    [...new Set([...left.keys(), ...right.keys()])].map((system) => [
      system,
      new Set([...(left.get(system) ?? []), ...(right.get(system) ?? [])])
    ])
  )
}

function codesOf(store: Store, table: string | undefined): OccurringCodes {
  const { systems, codes, size } = store.concepts
  const found = new Map<string, Set<string>>()
  const ids = table === undefined ? Array.from({ length: size }, (_, id) => id) : new Set(store.codings.get(table)?.ids)
  for (const id of ids) {
    if (id < 0) continue
    const ofSystem = found.get(systems[id]!) ?? new Set<string>()
    found.set(systems[id]!, ofSystem)
    ofSystem.add(codes[id]!)
  }
  return found
}

/**
 * The codes that occur in the population of a store.
 * @param table those of its main concept alone, see {@link Store.codings}
 */
export function codesInPopulation(store: Store, table?: string): OccurringCodes {
  return store.inPopulation(`codes of ${table ?? 'all'}`, (each) => codesOf(each, table), joinCodes)
}

import type { Store } from './store.ts'

/** A sum over all stores of the population of a store; see `Store.inPopulation`. */
export function countInPopulation(store: Store, name: string, count: (store: Store) => number): number {
  return store.inPopulation(name, count, (left, right) => left + right)
}

/** Rows that a table has in the population of a store; 0 without such a table. */
export function rowsInPopulation(store: Store, name: string): number {
  const table = store.tables.get(name)
  if (table === undefined) return 0
  // Records of no person stand in every store.
  if (table.patient === undefined) return table.rows
  return countInPopulation(store, `rows of ${name}`, ({ tables }) => tables.get(name)?.rows ?? 0)
}

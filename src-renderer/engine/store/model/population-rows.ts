import type { Store } from './store.ts'

/** Rows that a table has in the population of a store; 0 without such a table. */
export function rowsInPopulation(store: Store, name: string): number {
  const table = store.tables.get(name)
  if (table === undefined) return 0
  // Records of no person stand in every store.
  if (table.patient === undefined) return table.rows
  return store.countInPopulation(`rows of ${name}`, ({ tables }) => tables.get(name)?.rows ?? 0)
}

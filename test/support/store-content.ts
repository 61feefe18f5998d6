import type { Store, Table } from '#engine/store/model/store.ts'

/** Everything that a store holds but functions, as values that can be compared. */
export function storeContent({ concepts, tables, codings, population: _, ...rest }: Store): unknown {
  // Columns are put into maps of their own kind while they arrive.
  const plain = (table: Table): object => ({ ...data(table), columns: new Map(table.columns) })
  return {
    ...data(rest),
    codings: new Map(codings),
    concepts: data(concepts),
    tables: Array.from(tables.values(), plain)
  }
}

function data(thing: object): object {
  return Object.fromEntries(Object.entries(thing).filter(([, value]) => typeof value !== 'function'))
}

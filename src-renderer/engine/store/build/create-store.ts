import { AppError } from '#shared/app-error.ts'
import type { ColumnKind, ColumnOf } from '../model/column.ts'
import type { Store, Table } from '../model/store.ts'

/**
 * A store from its parts.
 * @param stores all stores of the population, this one included; without it the store holds all people
 */
export function storeOf(parts: Omit<Store, 'table' | 'countInPopulation'>, stores?: () => readonly Store[]): Store {
  const counts = new Map<string, number>()
  const store: Store = {
    ...parts,
    countInPopulation(name, count) {
      const known = counts.get(name) ?? (stores?.() ?? [store]).reduce((sum, each) => sum + count(each), 0)
      counts.set(name, known)
      return known
    },
    table(name) {
      const table = parts.tables.get(name)
      if (table === undefined) throw new AppError('not-found', `There is no table “${name}”.`)
      return table
    }
  }
  return store
}

/** A table from its parts. */
export function tableOf(parts: Omit<Table, 'column'>): Table {
  return {
    ...parts,
    column<K extends ColumnKind>(name: string, kind: K): ColumnOf<K> {
      const column = parts.columns.get(name)
      if (column === undefined) throw new AppError('not-found', `The table “${parts.name}” has no column “${name}”.`)
      if (column.kind !== kind)
        throw new AppError('invalid-input', `The column “${name}” of “${parts.name}” is not of the kind ${kind}.`)
      return column as ColumnOf<K>
    }
  }
}

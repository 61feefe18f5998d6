import { AppError } from '#shared/app-error.ts'
import type { ColumnKind, ColumnOf } from '../model/column.ts'
import { askEach } from '../model/ask-each.ts'
import type { Store, Table } from '../model/store.ts'

/**
 * A store from its parts.
 * @param stores all stores of the population, this one included; without it the store holds all people
 */
export function storeOf(
  parts: Omit<Store, 'table' | 'inPopulation' | 'population'>,
  stores?: () => readonly Store[]
): Store {
  const facts = new Map<string, unknown>()
  const store: Store = {
    ...parts,
    get population() {
      return stores?.() ?? [store]
    },
    inPopulation<P>(name: string, partial: (store: Store) => P, merge: (left: P, right: P) => P): P {
      if (!facts.has(name)) {
        const [first, ...others] = askEach(store.population, partial)
        facts.set(name, others.reduce(merge, first!))
      }
      return facts.get(name) as P
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

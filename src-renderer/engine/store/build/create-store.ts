import { engineMessages as m } from '#messages/engine.ts'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import type { ColumnKind, ColumnOf } from '../model/column.ts'
import { gatherParts } from '../model/exchange.ts'
import type { Store, Table } from '../model/store.ts'

/** The stores of a population, of which each holds some of the people. */
export interface PopulationStores {
  /** Those of this thread. */
  stores(): readonly Store[]
  /** How many there are in all threads. */
  readonly count: number
  /** What they have told together, for all stores of this thread: threads have to ask the same, however many stores each has. */
  readonly facts: Map<string, unknown>
}

/**
 * A store from its parts.
 * @param population its stores, this one included; without it the store holds all people
 */
export function storeOf(
  parts: Omit<Store, 'table' | 'inPopulation' | 'population'>,
  population?: PopulationStores
): Store {
  const facts = population?.facts ?? new Map<string, unknown>()
  const store: Store = {
    ...parts,
    get population() {
      return population?.stores() ?? [store]
    },
    inPopulation<P>(name: string, partial: (store: Store) => P, merge: (left: P, right: P) => P): P {
      if (!facts.has(name)) {
        const ask = (): readonly P[] => store.population.map((each) => partial(each))
        const [first, ...others] = gatherParts(ask, { label: name, count: population?.count })
        facts.set(name, others.reduce(merge, defined(first)))
      }
      return facts.get(name) as P
    },
    table(name) {
      const table = parts.tables.get(name)
      if (table === undefined) throw new AppError('not-found', m.thereIsNoTable(name))
      return table
    }
  }
  return store
}

/** A table from its parts. */
export function tableOf(parts: Omit<Table, 'column' | 'isAboutPeople' | 'hasDays'>): Table {
  return {
    ...parts,
    isAboutPeople: parts.patient !== undefined,
    hasDays: parts.day !== undefined,
    column<K extends ColumnKind>(name: string, kind: K): ColumnOf<K> {
      const column = parts.columns.get(name)
      if (column === undefined) throw new AppError('not-found', m.theTableHasNoColumnOfNameAndName(parts.name, name))
      if (column.kind !== kind) throw new AppError('invalid-input', m.theColumnOfIsNotOf(name, parts.name, kind))
      return column as ColumnOf<K>
    }
  }
}

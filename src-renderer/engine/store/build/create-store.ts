import { AppError } from '#shared/app-error.ts'
import type { ColumnKind, ColumnOf } from '../model/column.ts'
import type { Store, Table } from '../model/store.ts'

/** A store from its parts. */
export function storeOf(parts: Omit<Store, 'table'>): Store {
  return {
    ...parts,
    table(name) {
      const table = parts.tables.get(name)
      if (table === undefined) throw new AppError('not-found', `There is no table “${name}”.`)
      return table
    }
  }
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

import { columnCells, type SqlValue } from '#engine/tables/model/column-cells.ts'
import { sqlRows } from './sql-rows.ts'
import type { Store } from '#engine/store/model/store.ts'

/** The rows of a table as objects, as SQL shows them. */
export function rowsOf(store: Store, table: string): Record<string, SqlValue>[] {
  const { rows, columns, cells } = sqlRows(store, table)!
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(columns.map(({ name }, index) => [name, cells[index]!(row)]))
  )
}

/** One column of a table, as SQL shows it. */
export function valuesOf(store: Store, table: string, column: string): SqlValue[] {
  const { rows } = store.table(table)
  const [cell] = columnCells(store.table(table).columns.get(column)!, store.concepts)
  return Array.from({ length: rows }, (_, row) => cell!(row))
}

import type { Store } from '#engine/store/model/store.ts'
import { columnCells } from '#engine/tables/model/column-cells.ts'
import { sqlColumns, type SqlRows } from '#engine/tables/model/sql-columns.ts'
import { tableSources } from '#engine/tables/sql/table-sources.ts'
import type { TableSource } from '#engine/tables/model/table-source.ts'

/** The rows of a SQL table by its name in lower case; undefined when there is none of this name. */
export function sqlRows(store: Store, name: string): SqlRows | undefined {
  const table = tableSources(store).get(name)
  return table === undefined ? undefined : rowsOf(table, store.concepts)
}

/** Reads a table as SQL shows it. */
export function rowsOf(table: TableSource, concepts: Store['concepts']): SqlRows {
  return {
    rows: table.rows,
    columns: table.columns.flatMap(sqlColumns),
    cells: table.columns.flatMap(({ name }) => columnCells(table.read(name), concepts))
  }
}

/** The names of all tables. */
export function sqlTableNames(store: Store): readonly string[] {
  return tableSources(store).names
}

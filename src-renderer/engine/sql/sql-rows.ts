import type { Store } from '../store/store.ts'
import { codingRows } from './coding-rows.ts'
import { columnCells } from './column-cells.ts'
import { loadRows, loadTables } from './load-rows.ts'
import { sqlColumns, type SqlRows } from './sql-columns.ts'

/** The rows of a SQL table by its name in lower case; undefined when there is none of this name. */
export function sqlRows(store: Store, name: string): SqlRows | undefined {
  const table = store.tables.get(name)
  if (table !== undefined) {
    return {
      rows: table.rows,
      columns: table.info.flatMap(sqlColumns),
      cells: table.info.flatMap((info) => columnCells(table.columns.get(info.name)!, store.concepts))
    }
  }
  const main = /^(.+)_coding$/.exec(name)?.[1]
  return main === undefined ? loadRows(store, name) : codingRows(store, main)
}

/** The names of all tables. */
export function sqlTableNames(store: Store): string[] {
  const codings = Array.from(store.codings.keys(), (name) => `${name}_coding`)
  return [...store.tables.keys(), ...codings, ...loadTables.map(({ name }) => name)].sort()
}

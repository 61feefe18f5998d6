import type { Store } from '../store/store.ts'
import { columnCells } from './column-cells.ts'
import type { SqlColumn, SqlRows } from './sql-columns.ts'

/** Columns of the table of all codings of a table's main code. */
export function codingColumns(table: string): SqlColumn[] {
  return [
    { name: `${table}_id`, type: 'TEXT', description: `Id of the row of ${table} that the coding belongs to.` },
    { name: 'position', type: 'INTEGER', description: 'Place of the coding in its list; 0 is the first.' },
    { name: 'system', type: 'TEXT', description: 'Code system of the coding.' },
    { name: 'code', type: 'TEXT', description: 'Code of the coding.' },
    { name: 'display', type: 'TEXT', description: 'Display of the coding.' }
  ]
}

/** The rows of `<table>_coding`; undefined when the codings of this table are not kept. */
export function codingRows(store: Store, main: string): SqlRows | undefined {
  const codings = store.codings.get(main)
  const table = store.tables.get(main)
  if (codings === undefined || table === undefined) return undefined
  const { offsets, ids } = codings
  const rowOf = new Int32Array(ids.length)
  for (let row = 0; row < table.rows; row++) rowOf.fill(row, offsets[row], offsets[row + 1])
  const [id] = columnCells(table.column('id', 'id'), store.concepts)
  const concept = columnCells({ kind: 'concept', ids }, store.concepts)
  return {
    rows: ids.length,
    columns: codingColumns(main),
    cells: [(row) => id!(rowOf[row]!), (row) => row - offsets[rowOf[row]!]!, ...concept]
  }
}

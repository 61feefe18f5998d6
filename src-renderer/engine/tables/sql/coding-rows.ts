import { engineTablesSqlMessages as m } from '#messages/engine/tables/sql.ts'
import type { Column } from '../../store/model/column.ts'
import { numbersOfRows, type ShardOfRows } from './rows-of-shard.ts'
import { gatherIds } from './gather-ids.ts'
import { sqlColumns, type DescribedColumn, type SqlColumn } from '../model/sql-columns.ts'
import type { TableSource } from '../model/table-source.ts'

function described(table: string): DescribedColumn[] {
  return [
    { name: `${table}_id`, kind: 'id', description: m.idOfTheRowOfThat(table) },
    { name: 'position', kind: 'integer', description: m.placeOfTheCodingInIts },
    {
      name: 'code',
      kind: 'concept',
      description: m.coding,
      parts: [m.codeSystemOfTheCoding, m.codeOfTheCoding, m.displayOfTheCoding]
    }
  ]
}

/** Columns of the table of all codings of a table's main code. */
export function codingColumns(table: string): SqlColumn[] {
  return described(table).flatMap(sqlColumns)
}

/** What `<table>_coding` holds. */
export function codingDescription(table: string): string {
  return m.everyCodingOfTheMainCode(table)
}

/** The table `<table>_coding`; undefined when the codings of this table are not kept. */
export function codingTable({ store, personNumber }: ShardOfRows, main: string): TableSource | undefined {
  const codings = store.codings.get(main)
  const table = store.tables.get(main)
  if (codings === undefined || table === undefined) return undefined
  const { offsets, ids } = codings
  const rowsOfCodings = (): Int32Array => {
    const rowOf = new Int32Array(ids.length)
    for (let row = 0; row < table.rows; row++) rowOf.fill(row, offsets[row], offsets[row + 1])
    return rowOf
  }
  return {
    name: `${main}_coding`,
    group: 'Codings',
    description: codingDescription(main),
    rows: ids.length,
    columns: described(main),
    ...(table.patient === undefined
      ? {}
      : { order: () => ({ group: undefined, number: numbersOfRows(table, personNumber, rowsOfCodings()) }) }),
    read(column): Column {
      if (column === 'code') return { kind: 'concept', ids }
      const rowOf = rowsOfCodings()
      if (column === 'position') return { kind: 'integer', values: rowOf.map((row, index) => index - offsets[row]!) }
      return gatherIds([{ column: table.column('id', 'id'), rows: rowOf }])
    }
  }
}

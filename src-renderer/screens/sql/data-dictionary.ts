import { screensSqlMessages as m } from '#messages/screens/sql.ts'
import type { SqlCatalogTable } from '#engine/tables/sql/sql-catalog.ts'
import type { TableData } from '../../ui/copy/delimited.ts'

/** What every table and column means, as a table of its own: one row per column. */
export function dataDictionary(catalog: readonly SqlCatalogTable[]): TableData {
  const heads = ['table', 'group', 'rows', 'column', 'type', 'kind', 'meaning', m.meaningOfTheTable]
  return {
    columns: heads.map((label) => ({ label, numeric: label === 'rows' })),
    rows: catalog.flatMap(({ name, group, rows, description, columns }) =>
      columns.map((column) => [
        { text: name },
        { text: group },
        { text: rows === undefined ? '' : String(rows), value: rows },
        { text: column.name },
        { text: column.type },
        { text: column.kind },
        { text: column.description },
        { text: description }
      ])
    )
  }
}

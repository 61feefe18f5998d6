import { defined } from '#shared/language/defined.ts'
import type { ColumnKind } from '../../store/model/column.ts'
import { sqlColumns, type SqlColumn } from '../model/sql-columns.ts'
import type { TableGroup, TableSource } from '../model/table-source.ts'
import type { TableSources } from './table-sources.ts'

/** A SQL column and the physical column that it is read from. */
export interface SqlCatalogColumn extends SqlColumn {
  readonly from: string
  readonly kind: ColumnKind
}

/** A table as the workbench lists it. */
export interface SqlCatalogTable {
  readonly name: string
  readonly group: TableGroup
  readonly description: string
  /** Undefined for a view that was not read yet, and for tables of which it takes long to tell. */
  readonly rows: number | undefined
  readonly columns: readonly SqlCatalogColumn[]
}

/** Everything that can be asked, without reading any of it. */
export function sqlCatalog(sources: TableSources): SqlCatalogTable[] {
  return sources.names.map((name) => {
    const source = defined(sources.get(name))
    const { group, description, columns } = source
    return catalogTable({ name, group, description, columns, rows: source.isLazy ? undefined : source.rows })
  })
}

/** One table for the list. */
export function catalogTable({
  name,
  group,
  description,
  rows,
  columns
}: Pick<TableSource, 'name' | 'group' | 'description' | 'columns'> & Pick<SqlCatalogTable, 'rows'>): SqlCatalogTable {
  return {
    name,
    group,
    description,
    rows,
    columns: columns.flatMap((column) =>
      sqlColumns(column).map((each) => ({ ...each, from: column.name, kind: column.kind }))
    )
  }
}

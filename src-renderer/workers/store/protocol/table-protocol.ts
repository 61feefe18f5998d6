import type { Day } from '#engine/base/figures/filter.ts'
import type { ExportFormat } from '#engine/tables/interchange/write-file.ts'
import type { TableNeed, TableParts } from '#engine/tables/model/table-parts.ts'
import type { SqlCatalogTable } from '#engine/tables/sql/sql-catalog.ts'

/** Derived tables depend on the date; identifying values are masked unless they are revealed. */
export interface TableView {
  readonly asOf: Day
  readonly revealed: boolean
}

/** Calls about the tables that SQL and exports can ask. */
export interface TableApi {
  /** Every table that SQL and exports can ask. */
  tables(asOf: Day): Promise<readonly SqlCatalogTable[]>
  /** Columns of one table, for the SQL worker. @throws AppError `not-found` */
  tableParts(need: TableNeed, view: TableView): Promise<TableParts>
  /** A whole table as a file. @param source where it comes from, for the file's own description @throws AppError `not-found` */
  exportTable(name: string, format: ExportFormat, source: string, view: TableView): Promise<Blob>
  /** The ViewDefinitions of all tables as a zip archive with a guide. */
  exportViews(): Promise<Blob>
}

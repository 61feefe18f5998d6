import { columnCells, type SqlCell } from '../model/column-cells.ts'
import { sqlColumns } from '../model/sql-columns.ts'
import { shownColumn } from '../model/table-parts.ts'
import type { TableSource } from '../model/table-source.ts'
import type { Column } from '../../store/model/column.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'

/** A column of a file. A concept stands for three of them. */
export interface ExportColumn {
  readonly name: string
  readonly description: string
  readonly column: Column
  /** For a concept: its texts by id. */
  readonly texts: readonly string[] | undefined
  /** The value as SQL and CSV show it. */
  readonly cell: SqlCell
  /** How a spreadsheet shows its numbers; as they are without it. */
  readonly format?: NumberFormat
}

/** `percent`: a share from 0 to 1 as `43.4%`; `points`: a signed difference with one decimal. */
export type NumberFormat = 'percent' | 'points'

/** A table that is to be written to a file. */
export interface ExportTable {
  readonly name: string
  readonly description: string
  /** Where it comes from: snapshot, as-of date, filters. */
  readonly source: string
  readonly rows: number
  readonly columns: readonly ExportColumn[]
  readonly concepts: ConceptTable
}

/** What a table and its columns mean and where it comes from, as files with room for such facts have them. */
export function tableFacts({
  name,
  description,
  source,
  columns
}: ExportTable): readonly (readonly [key: string, value: string])[] {
  return [
    ['table', name],
    ['description', description],
    ['source', source],
    ...columns.map((column) => [`column:${column.name}`, column.description] as const)
  ]
}

/**
 * Prepares a table for writing. Shares the store's arrays.
 * @param revealed whether identifying values may be shown; otherwise they are masked
 */
export function exportTableOf(
  table: TableSource,
  concepts: ConceptTable,
  source: string,
  revealed: boolean
): ExportTable {
  const columns = table.columns.flatMap((described): ExportColumn[] => {
    const column = shownColumn(table, described.name, revealed)
    const cells = columnCells(column, concepts)
    return sqlColumns(described).map(({ name, description }, part) => ({
      name,
      description,
      column,
      texts: column.kind === 'concept' ? [concepts.systems, concepts.codes, concepts.displays][part] : undefined,
      cell: cells[part]!
    }))
  })
  return { name: table.name, description: table.description, source, rows: table.rows, columns, concepts }
}

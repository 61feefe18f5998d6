import type { ExportColumn, ExportTable } from '../interchange/export-table.ts'
import { resultTable } from '../interchange/result-table.ts'
import type { ExportFormat } from '../interchange/write-file.ts'
import type { ColumnKind } from '../../store/model/column.ts'
import type { SqlValue } from '../model/column-cells.ts'
import type { SuppressedAnswer } from './suppress-answer.ts'

/** Formats whose columns have a type, so that a number cannot stand next to a word. */
const typed = new Set<ExportFormat>(['arrow', 'parquet'])

/**
 * An answer as a table for a file. Numbers stay numbers: in CSV and XLSX a suppressed cell shows its mark, in Arrow and
 * Parquet it is null and a column next to it says why.
 * @param kinds what the columns are, where that is known
 */
export function suppressedTable(
  { columns, rows, marks, note }: SuppressedAnswer,
  about: { readonly name: string; readonly description: string; readonly source: string },
  format: ExportFormat,
  kinds: readonly (ColumnKind | undefined)[] = []
): ExportTable {
  const source = note === undefined ? about.source : `${about.source}. ${note}`
  const plain = (row: readonly SqlValue[], r: number): SqlValue[] =>
    row.map((value, index) => (marks?.[r]?.[index] === true ? null : value))
  const table = resultTable({ columns, rows: rows.map(plain), kinds }, { ...about, source })
  if (marks === undefined) return table
  const marked = table.columns.map((column, index) => ({
    column,
    at: index,
    isMarked: marks.some((row) => row[index] === true)
  }))
  if (!typed.has(format))
    return {
      ...table,
      columns: marked.map(({ column, at, isMarked }): ExportColumn =>
        isMarked
          ? { ...column, cell: (row) => (marks[row]![at] === true ? rows[row]![at]! : column.cell(row)) }
          : column
      )
    }
  const words = marked.filter(({ isMarked }) => isMarked)
  const notes = resultTable(
    {
      columns: words.map(({ column }) => `${column.name}_suppressed`),
      rows: rows.map((row, r) => words.map(({ at }) => (marks[r]![at] === true ? row[at]! : null)))
    },
    { ...about, source }
  ).columns
  return { ...table, columns: [...table.columns, ...notes] }
}

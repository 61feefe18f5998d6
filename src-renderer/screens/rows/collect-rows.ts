import type { TableData } from '../../ui/copy/delimited.ts'

const pageRows = 5_000

interface Page<Row> {
  readonly total: number
  readonly rows: readonly Row[]
}

/** A column of an export. */
interface ExportColumn<Row> {
  readonly label: string
  readonly numeric?: boolean
  readonly text: (row: Row) => string
}

/**
 * Every row of a selection as a table, asked for page by page.
 * @param columnsOf the columns, from the first page
 */
export async function collectRows<First extends Page<unknown>>(
  load: (offset: number, limit: number) => Promise<First>,
  columnsOf: (page: First) => readonly ExportColumn<First['rows'][number]>[]
): Promise<TableData> {
  const first = await load(0, pageRows)
  const rows: First['rows'][number][] = [...first.rows]
  while (rows.length < first.total) {
    const page = await load(rows.length, pageRows)
    if (page.rows.length === 0) break
    rows.push(...page.rows)
  }
  const columns = columnsOf(first)
  return {
    columns: columns.map(({ label, numeric = false }) => ({ label, numeric })),
    rows: rows.map((row) => columns.map(({ text }) => ({ text: text(row) })))
  }
}

import type { RowsPanel } from '#engine/panels/panel.ts'
import type { TableData } from '../../ui/table/delimited.ts'

const pageRows = 5_000

type LoadPage = (offset: number, limit: number) => Promise<RowsPanel>

/** Every row of a selection as a table, asked for page by page. */
export async function collectRows(load: LoadPage): Promise<TableData> {
  const first = await load(0, pageRows)
  const rows = [...first.rows]
  while (rows.length < first.total) {
    const page = await load(rows.length, pageRows)
    if (page.rows.length === 0) break
    rows.push(...page.rows)
  }
  return {
    columns: first.columns,
    rows: rows.map(({ cells }) => first.columns.map((_, i) => ({ text: cells[i] ?? '' })))
  }
}

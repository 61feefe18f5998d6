import type { RowsPanel } from '#engine/panels/panel.ts'
import type { VirtualColumn } from '../../ui/table/virtual-column.ts'

type Row = RowsPanel['rows'][number]

const charWidth = 7
const padding = 18

/** Columns for a page of rows: as wide as their texts, the last text column takes what is left, later ones give way first. */
export function rowColumns(page: Pick<RowsPanel, 'columns' | 'rows'>): VirtualColumn<Row>[] {
  const grows = page.columns.findLastIndex(({ numeric }) => !numeric)
  return page.columns.map((column, i) => {
    const longest = Math.max(column.label.length + 1, ...page.rows.map(({ cells }) => (cells[i] ?? '').length))
    return {
      id: column.name,
      label: column.label,
      width: Math.min(220, Math.max(56, Math.round(longest * charWidth) + padding)),
      numeric: column.numeric,
      sortable: true,
      grow: i === grows,
      text: (row) => row.cells[i] ?? '',
      ...(i < 2 ? {} : { priority: i })
    }
  })
}

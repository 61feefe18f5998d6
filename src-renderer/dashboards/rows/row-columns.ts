import type { RowsPanel } from '#engine/panels/rows-result.ts'
import type { VirtualColumn } from '../../ui/table/virtual-column.ts'

type Row = RowsPanel['rows'][number]

const charWidth = 7
const padding = 18
const dates =
  /^(onset|abatement|effective|issued|occurrence|recorded_date|authored_on|date|created|started|birth_date|deceased_at|(period|performed|billable|serviced)_(start|end))$/

/** What a row is about first, then what it says, when, the rest, and ids last. */
function rank(name: string): number {
  if (name === 'id' || name.endsWith('_id')) return 5
  if (name === 'code' || name === 'type' || name === 'class') return 0
  if (name === 'value' || name === 'unit' || name === 'payment_amount') return 1
  if (dates.test(name)) return 2
  return name === 'status' || name.endsWith('_status') || name === 'category' ? 3 : 4
}

/** Columns for a page of rows: as wide as their texts, the first one takes what is left, those further back give way. */
export function rowColumns(page: Pick<RowsPanel, 'columns' | 'rows'>): VirtualColumn<Row>[] {
  return page.columns
    .map((column, index) => ({ column, index }))
    .toSorted((a, b) => rank(a.column.name) - rank(b.column.name) || a.index - b.index)
    .map(({ column, index }, place) => {
      const longest = Math.max(column.label.length + 1, ...page.rows.map(({ cells }) => (cells[index] ?? '').length))
      return {
        id: column.name,
        label: column.label,
        width: Math.min(210, Math.max(56, Math.round(longest * charWidth) + padding)),
        numeric: column.numeric,
        sortable: true,
        grow: place === 0,
        text: (row) => row.cells[index] ?? '',
        ...(place === 0 ? {} : { priority: place })
      }
    })
}

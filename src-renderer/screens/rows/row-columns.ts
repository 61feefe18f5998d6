import { commonMessages as common } from '#messages/common.ts'
import type { RowsPanel } from '#engine/population/panels/results/rows-result.ts'
import type { VirtualColumn } from '../../ui/table/virtual-column.ts'

type Row = RowsPanel['rows'][number]

const charWidth = 7
const padding = 18
const dates =
  /^(onset|abatement|effective|issued|occurrence|recorded_date|authored_on|date|created|started|birth_date|deceased_at|(period|performed|billable|serviced)_(start|end))$/

/** What a row is about first, then what it says, when, the rest, and ids last. */
function rank(name: string): number {
  if (name === 'provider_id' || name === 'practitioner_id') return 3
  if (name === 'id' || name.endsWith('_id')) return 5
  if (name === 'code' || name === 'type' || name === 'class') return 0
  if (name === 'reason' || name === 'insurer_name' || name === 'value' || name === 'unit' || name === 'payment_amount')
    return 1
  if (dates.test(name)) return 2
  return name === 'status' || name.endsWith('_status') || name === 'category' ? 3 : 4
}

/** What the reader chose: columns that stay as long as there is room, and columns that are not shown. */
export interface ColumnChoice {
  readonly pinned: readonly string[]
  readonly hidden: readonly string[]
}

/** Columns as chosen: pinned ones give way last. The first column, which says what a row is, always stays. */
export function chosenColumns<R>(
  columns: readonly VirtualColumn<R>[],
  { pinned, hidden }: ColumnChoice
): VirtualColumn<R>[] {
  return columns
    .filter(({ id, priority }) => priority === undefined || !hidden.includes(id))
    .map((column) => {
      if (column.priority === undefined) return column
      const place = pinned.indexOf(column.id)
      return { ...column, priority: place < 0 ? pinned.length + column.priority : place + 1 }
    })
}

/** The choice after a column was switched on or off. */
export function switchColumn({ pinned, hidden }: ColumnChoice, id: string, on: boolean): ColumnChoice {
  const others = { pinned: pinned.filter((each) => each !== id), hidden: hidden.filter((each) => each !== id) }
  return on ? { ...others, pinned: [id, ...others.pinned] } : { ...others, hidden: [...others.hidden, id] }
}

const person: VirtualColumn<Row> = {
  id: 'person',
  label: common.person,
  width: 126,
  priority: 1,
  text: (row) => row.person ?? ''
}

/**
 * Columns for a page of rows: as wide as their texts, the first one takes what is left, then the person, and those
 * further back give way.
 */
export function rowColumns(page: Pick<RowsPanel, 'columns' | 'rows'>): VirtualColumn<Row>[] {
  const [first, ...others] = tableColumns(page)
  if (first === undefined || page.rows.every((row) => row.person === undefined)) return tableColumns(page)
  return [first, person, ...others.map((column) => ({ ...column, priority: (column.priority ?? 0) + 1 }))]
}

function tableColumns(page: Pick<RowsPanel, 'columns' | 'rows'>): VirtualColumn<Row>[] {
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

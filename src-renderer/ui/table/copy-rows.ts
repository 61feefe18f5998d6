import { uiTableMessages as m } from '#messages/ui/table.ts'
import { nouns } from '#messages/nouns.ts'
import type { DataExport } from '#shared/contract/audit.ts'
import type { App } from '../../state/app.ts'
import { recordExport } from '../../state/record-export.ts'
import { copyText } from '../copy/copy-text.ts'
import { tableToTsv } from '../copy/delimited.ts'
import type { Format } from '../format/format.ts'
import { copiedRows } from './copied-rows.ts'
import type { VirtualColumn } from './virtual-column.ts'

/** Rows of a table that are to be copied. */
export interface RowsToCopy<Row> {
  /** What they are, for the audit log. */
  readonly content: DataExport['what']
  readonly columns: readonly VirtualColumn<Row>[]
  /** How many rows are chosen; none where only the row is copied where the keyboard is. */
  readonly chosen: number
  /** Each `[first, end)`, in order. */
  readonly ranges: readonly (readonly [number, number])[]
  /** Rows from `first` to before `end`. */
  readonly collect: (first: number, end: number) => Promise<readonly Row[]>
  /** Last line of the copy. */
  readonly source: () => string
}

/** Puts rows on the clipboard, which is on record. Only so many fit; how many those are is shown. */
export async function copyRows<Row>(
  app: App,
  format: Format,
  { content, columns, chosen, ranges, collect, source }: RowsToCopy<Row>
): Promise<void> {
  const table = await copiedRows(columns, ranges, collect)
  const from = source()
  const count = format.quantity(table.rows.length, nouns.row)
  const isAll = table.rows.length >= Math.max(1, chosen)
  const text = isAll ? m.copiedWithTheSource(count) : m.copiedTheFirstOf(count, format.count(chosen))
  await recordExport(
    app,
    { what: content, format: 'clipboard', rows: table.rows.length, columns: table.columns.length, names: false },
    () => copyText(tableToTsv(table, from), text, app.toasts)
  )
}

import { tableToIPC } from 'apache-arrow'
import { AppError } from '#shared/app-error.ts'
import { sqlRows } from '../sql/sql-rows.ts'
import type { SqlValue } from '../sql/column-cells.ts'
import { toArrow } from './arrow-table.ts'
import type { Store } from './store.ts'

const encoder = new TextEncoder()
const ROWS_PER_PART = 10_000

/**
 * A whole table as a file, in parts.
 * @param name a table of `describeTables`; Arrow is for canonical tables only
 * @param format `csv`: UTF-8, RFC 4180, a header line, dates as written; `arrow`: the Arrow IPC file format
 * @throws AppError `not-found` when there is no such table
 */
export function* exportTable(store: Store, name: string, format: 'csv' | 'arrow'): Generator<Uint8Array, void> {
  if (format === 'arrow') {
    yield tableToIPC(toArrow(store, store.table(name)), 'file')
    return
  }
  const table = sqlRows(store, name)
  if (table === undefined) throw new AppError('not-found', `There is no table “${name}”.`)
  yield encoder.encode(`${table.columns.map((column) => field(column.name)).join(',')}\r\n`)
  for (let first = 0; first < table.rows; first += ROWS_PER_PART) {
    let text = ''
    const last = Math.min(first + ROWS_PER_PART, table.rows)
    for (let row = first; row < last; row++) text += `${table.cells.map((cell) => field(cell(row))).join(',')}\r\n`
    yield encoder.encode(text)
  }
}

/** One field; quoted where RFC 4180 asks for it, and never the start of a spreadsheet formula. */
function field(value: SqlValue): string {
  if (value === null) return ''
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

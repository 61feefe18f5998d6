import { tableToIPC } from 'apache-arrow'
import { AppError } from '#shared/app-error.ts'
import { csvParts } from '#engine/tables/interchange/csv-parts.ts'
import { sqlRows } from './sql-rows.ts'
import { toArrow } from '#engine/store/build/arrow-table.ts'
import type { Store } from '#engine/store/model/store.ts'

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
  yield* csvParts(table)
}

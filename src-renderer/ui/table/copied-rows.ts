import type { TableData } from '../copy/delimited.ts'
import type { VirtualColumn } from './virtual-column.ts'

/** A copy does not hold more rows than this; longer selections are for exports. */
const COPY_LIMIT = 10_000

/** The rows of some ranges as a table of all columns, up to a limit. @param collect rows from `first` to before `end` */
export async function copiedRows<Row>(
  columns: readonly VirtualColumn<Row>[],
  ranges: readonly (readonly [number, number])[],
  collect: (first: number, end: number) => Promise<readonly Row[]>
): Promise<TableData> {
  const rows: Row[] = []
  for (const [first, end] of ranges) {
    if (rows.length >= COPY_LIMIT) break
    rows.push(...(await collect(first, Math.min(end, first + COPY_LIMIT - rows.length))))
  }
  return {
    columns: columns.map(({ label, numeric }) => ({ label, numeric: numeric === true })),
    rows: rows.map((row) => columns.map((column) => ({ text: column.text(row) })))
  }
}

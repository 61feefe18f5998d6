import { activeLocale } from '#shared/messages/locale.ts'
import type { Sort } from '#engine/population/panels/results/shapes.ts'
import type { RowPage } from './virtual-column.ts'

/** What a column of rows at hand is sorted by. */
export type SortKeys<Row> = Readonly<Record<string, (row: Row) => string | number | undefined>>

/** Pages of rows that are already at hand, sorted; missing values stand last in either direction. */
export function localRows<Row>(
  rows: readonly Row[],
  keys: SortKeys<Row>,
  offset: number,
  limit: number,
  sort: Sort | undefined
): Promise<RowPage<Row>> {
  const key = sort === undefined ? undefined : keys[sort.column]
  const sorted = key === undefined ? rows : rows.toSorted((a, b) => compare(key(a), key(b), sort?.descending === true))
  return Promise.resolve({ total: rows.length, rows: sorted.slice(offset, offset + limit) })
}

function compare(a: string | number | undefined, b: string | number | undefined, descending: boolean): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined)
  const order =
    typeof a === 'number' && typeof b === 'number'
      ? a - b
      : String(a).localeCompare(String(b), activeLocale, { numeric: true })
  return descending ? -order : order
}

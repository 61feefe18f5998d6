import { defined } from '#shared/language/defined.ts'
import type { Column, DictionaryColumn } from '../../store/model/column.ts'
import type { TableOrder } from './row-order.ts'
import type { DescribedColumn } from './sql-columns.ts'

/** Where a table comes from, in the order in which they are listed. */
export const tableGroups = ['Records', 'Derived', 'Views', 'Terminology', 'Codings', 'Load'] as const
export type TableGroup = (typeof tableGroups)[number]

/** A table that SQL and exports can ask, in physical columns. Columns are made when they are read. */
export interface TableSource {
  readonly name: string
  readonly group: TableGroup
  readonly description: string
  readonly rows: number
  /** The rows are computed when `rows` or a column is first read; lists of tables do not count them. */
  readonly isLazy?: true
  readonly columns: readonly DescribedColumn[]
  /**
   * How the rows of a shard stand among those of the population. Without it the table is the same in every shard, or is not
   * divided.
   */
  readonly order?: () => TableOrder
  /** @param column name of one of `columns` */
  read(column: string): Column
}

/** A text column of single values. */
export function dictionaryOf(texts: readonly (string | undefined)[]): DictionaryColumn {
  const places = new Map<string, number>()
  const codes = Int32Array.from(texts, (text) => {
    if (text === undefined) return -1
    if (!places.has(text)) places.set(text, places.size)
    return defined(places.get(text))
  })
  return { kind: 'dictionary', codes, values: [...places.keys()] }
}

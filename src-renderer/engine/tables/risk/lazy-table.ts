import type { Column } from '../../store/model/column.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'
import type { TableSource } from '../model/table-source.ts'

/** What a table is, apart from its rows. */
export interface TableAbout {
  readonly name: string
  readonly description: string
  readonly columns: readonly DescribedColumn[]
}

/**
 * A derived table whose rows are computed when somebody asks for them: a list of tables does not score a population.
 * @param compute all rows, called once
 * @param read one column of these rows
 */
export function lazyTable<Row>(
  about: TableAbout,
  compute: () => readonly Row[],
  read: (column: string, rows: readonly Row[]) => Column
): TableSource {
  let computed: readonly Row[] | undefined
  const rows = (): readonly Row[] => (computed ??= compute())
  return {
    ...about,
    group: 'Derived',
    isLazy: true,
    get rows() {
      return rows().length
    },
    read: (column) => read(column, rows())
  }
}

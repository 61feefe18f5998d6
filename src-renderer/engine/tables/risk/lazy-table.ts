import type { Column } from '../../store/model/column.ts'
import type { DescribedColumn } from '../model/sql-columns.ts'
import type { TableSource } from '../model/table-source.ts'

/** What a table is, apart from its rows. */
export interface TableAbout {
  readonly name: string
  readonly description: string
  readonly columns: readonly DescribedColumn[]
}

/** A row about a person. */
interface OrderedRow {
  readonly patient: number
  /** Of tables in several parts, the place of its part. */
  readonly group?: number
}

/**
 * A derived table whose rows are computed when somebody asks for them: a list of tables does not score a population.
 * @param compute all rows, called once
 * @param read one column of these rows
 * @param numberOf number in the population of a person
 */
export function lazyTable<Row extends OrderedRow>(
  about: TableAbout,
  compute: () => readonly Row[],
  read: (column: string, rows: readonly Row[]) => Column,
  numberOf: (patient: number) => number
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
    order: () => ({
      group: Int32Array.from(rows(), ({ group = 0 }) => group),
      number: Int32Array.from(rows(), ({ patient }) => numberOf(patient))
    }),
    read: (column) => read(column, rows())
  }
}

import { engineTablesCatalogMessages as m } from '#messages/engine/tables/catalog.ts'
import { exportTableOf, type ExportColumn, type ExportTable } from '../interchange/export-table.ts'
import { parquetParts } from '../interchange/parquet-parts.ts'
import type { TableSource } from '../model/table-source.ts'
import { NO_INTEGER } from '../../store/model/column.ts'
import type { ConceptTable } from '../../store/model/concept-table.ts'
import { arrangeByYear, type YearRows } from './rows-by-year.ts'

/** Column that the folders of a partitioned table tell. */
export const partitionColumn = 'year'

/** What Hive, Spark and DuckDB take for a partition whose value is null. */
const NULL_PARTITION = '__HIVE_DEFAULT_PARTITION__'

/** A file of a table. */
export interface TableFile {
  /** Relative, with `/`, such as `encounter/year=2024/part-00000.parquet`. */
  readonly path: string
  /** Makes its bytes. */
  readonly parts: () => Generator<Uint8Array<ArrayBuffer>, void>
}

/** A table as a folder of Parquet files. */
export interface TableLayout {
  readonly table: ExportTable
  /** It has a folder for each year, of the column {@link partitionColumn}, which its files lack. */
  readonly isPartitioned: boolean
  /** At least one, so that engines that read files find the columns of an empty table. */
  readonly files: readonly TableFile[]
}

/** How {@link layOutTable} divides and shows a table. */
export interface LayoutOptions {
  readonly concepts: ConceptTable
  /** Where the data come from: name of the population and date. */
  readonly source: string
  /** Whether identifying values may be shown; otherwise they are masked. */
  readonly revealed: boolean
  /** Columns that give the clinical day of a row, the most telling first; none for tables that are not partitioned. */
  readonly times: readonly string[]
  /** Rows of a file at most. */
  readonly fileRows: number
}

/**
 * Divides a table into files: by year where its rows have a day, and by number of rows. Where no row has one, as in an empty
 * table, the year is a column of the files: readers such as pyarrow and pandas cannot tell the type of a column whose folders
 * name no value.
 */
export function layOutTable(
  source: TableSource,
  { concepts, source: origin, revealed, times, fileRows }: LayoutOptions
): TableLayout {
  const hasYear = times.length > 0
  const { table: arranged, years } = hasYear
    ? arrangeByYear(source, times)
    : { table: source, years: [{ year: undefined, first: 0, end: source.rows }] }
  const isPartitioned = years.some(({ year }) => year !== undefined)
  const plain = exportTableOf(arranged, concepts, origin, revealed)
  const table = hasYear && !isPartitioned ? { ...plain, columns: [...plain.columns, unknownYears(plain.rows)] } : plain
  const files = years.flatMap((rows) =>
    stretches(rows, fileRows).map(({ first, end }, part): TableFile => {
      const folder = isPartitioned ? `${partitionColumn}=${rows.year ?? NULL_PARTITION}/` : ''
      const name = `part-${String(part).padStart(5, '0')}.parquet`
      return { path: `${table.name}/${folder}${name}`, parts: () => parquetParts(table, { first, end }) }
    })
  )
  return { table, isPartitioned, files }
}

/** The column of the years where none is known. */
function unknownYears(rows: number): ExportColumn {
  return {
    name: partitionColumn,
    description: m.yearOfTheClinicalDay,
    column: { kind: 'integer', values: new Int32Array(rows).fill(NO_INTEGER) },
    texts: undefined,
    cell: () => null
  }
}

function stretches({ first, end }: YearRows, rows: number): Pick<YearRows, 'first' | 'end'>[] {
  const count = Math.max(1, Math.ceil((end - first) / rows))
  return Array.from({ length: count }, (_, part) => ({
    first: first + part * rows,
    end: Math.min(first + (part + 1) * rows, end)
  }))
}

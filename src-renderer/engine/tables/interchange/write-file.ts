import { arrowBytes } from './arrow-bytes.ts'
import { csvParts } from './csv-parts.ts'
import type { ExportTable } from './export-table.ts'
import { parquetParts } from './parquet-parts.ts'
import { xlsxBytes } from './xlsx-bytes.ts'

/** The formats that a table can be written in, with their media types. */
export const exportFormats = {
  csv: 'text/csv;charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  arrow: 'application/vnd.apache.arrow.file',
  parquet: 'application/vnd.apache.parquet'
} as const
export type ExportFormat = keyof typeof exportFormats

/** A table as a file, in parts. */
export async function writeFile(table: ExportTable, format: ExportFormat): Promise<Uint8Array<ArrayBuffer>[]> {
  switch (format) {
    case 'csv':
      return [...csvParts({ rows: table.rows, columns: table.columns, cells: table.columns.map(({ cell }) => cell) })]
    case 'xlsx':
      return [await xlsxBytes(table.name, table)]
    case 'arrow':
      return [arrowBytes(table)]
    case 'parquet':
      return [...parquetParts(table)]
  }
}

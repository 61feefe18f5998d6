import { resultTable } from '#engine/interchange/result-table.ts'
import { exportFormats, writeFile } from '#engine/interchange/write-file.ts'
import type { TableData } from '../../ui/table/delimited.ts'

/**
 * A table of the screen as an Excel workbook with a sheet that says where it comes from. Numbers stay numbers.
 *
 * @param source e.g. the last line of a copy
 */
export async function tableToXlsx(name: string, table: TableData, source: string): Promise<Blob> {
  const answer = {
    columns: table.columns.map(({ label }) => label),
    rows: table.rows.map((row) => row.map(({ value, text }) => value ?? (text === '' ? null : text)))
  }
  return new Blob(await writeFile(resultTable(answer, { name, description: name, source }), 'xlsx'), {
    type: exportFormats.xlsx
  })
}

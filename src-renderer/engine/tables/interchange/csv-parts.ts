import { csvField } from '#shared/delimited-field.ts'
import type { SqlCell } from '../model/column-cells.ts'

const encoder = new TextEncoder()
const ROWS_PER_PART = 10_000
/** A row whose one field is empty. Readers skip lines without anything, and the row with it. */
const emptyLine = '""'

/** What CSV needs of a table. */
export interface CsvTable {
  readonly rows: number
  readonly columns: readonly { readonly name: string }[]
  readonly cells: readonly SqlCell[]
}

/** A last line of a CSV file, outside of the table: where it comes from, as the files of other screens have it. */
export function csvNote(note: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(`${csvField(note)}\r\n`)
}

/** A table as CSV in parts: UTF-8, RFC 4180, a header line, dates as written. */
export function* csvParts({ rows, columns, cells }: CsvTable): Generator<Uint8Array<ArrayBuffer>, void> {
  yield encoder.encode(`${columns.map(({ name }) => csvField(name)).join(',')}\r\n`)
  for (let first = 0; first < rows; first += ROWS_PER_PART) {
    let text = ''
    const last = Math.min(first + ROWS_PER_PART, rows)
    for (let row = first; row < last; row++)
      text += `${cells.map((cell) => csvField(cell(row))).join(',') || emptyLine}\r\n`
    yield encoder.encode(text)
  }
}

import type { Figure } from '#engine/base/figures/figure.ts'
import { csvField, tsvField } from '#shared/delimited-field.ts'

/** A cell: what is shown, and the bare value for exports where it differs. A figure opens its provenance. */
export interface TableCell {
  readonly text: string
  readonly value?: number | string | undefined
  readonly figure?: Figure | undefined
  /** Step of the sequential scale, 1 to 7, that the cell is shaded with. */
  readonly shade?: number | undefined
  /** A small group that is kept back. */
  readonly withheld?: boolean | undefined
}

/** Head of a column of a table that is copied or saved. */
export interface TableColumn {
  readonly label: string
  readonly numeric: boolean
}

/** A table of figures. Every row has one cell per column. */
export interface TableData {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly TableCell[])[]
}

/** Tab-separated text as shown, for the clipboard, with a last line that says where it comes from. */
export function tableToTsv(table: TableData, source: string): string {
  const lines = [table.columns.map(({ label }) => label), ...table.rows.map((row) => row.map(({ text }) => text))]
  return [...lines.map((line) => line.map(tsvField).join('\t')), tsvField(source)].join('\n')
}

/** CSV (RFC 4180) with bare values and a last line that says where it comes from. */
export function tableToCsv(table: TableData, source: string): string {
  const lines = [
    table.columns.map(({ label }) => csvField(label)),
    ...table.rows.map((row) => row.map(({ value, text }) => csvField(value ?? text)))
  ]
  return [...lines.map((line) => line.join(',')), csvField(source)].join('\r\n') + '\r\n'
}

import type { ExportTable, NumberFormat } from '../../interchange/export-table.ts'
import type { SqlValue } from '../../sql/column-cells.ts'
import { dayText } from '../day-text.ts'
import { dayOfIso } from '../iso-day.ts'

/** A part of a printed report. */
export interface PrintedSection {
  readonly name: string
  readonly description: string
  readonly columns: readonly { readonly name: string; readonly numeric: boolean }[]
  readonly rows: readonly (readonly string[])[]
  /** How rows are drawn: as lines of a table, or each as an entry with its first value as the head. */
  readonly as: 'table' | 'entries'
}

/** A report as paper shows it. Can be cloned structurally, and written as JSON. */
export interface PrintedPages {
  readonly title: string
  /** Who made it, when, and of what. */
  readonly about: string
  /** Single people are in it. */
  readonly personal: boolean
  readonly sections: readonly PrintedSection[]
}

function cellText(format: NumberFormat | undefined, value: SqlValue): string {
  if (value === null) return ''
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d$/.test(value) ? dayText(dayOfIso(value)) : value
  if (format === 'percent') return `${(value * 100).toFixed(1)}%`
  const text =
    format === 'points' ? value.toFixed(1) : Number.isInteger(value) ? value.toLocaleString('en-US') : value.toFixed(2)
  return text.replace('-', '\u2212')
}

/**
 * A table as a part of a report.
 * @param names the columns that fit on paper, in their order, of which those without any value are left out; all columns
 *   when undefined
 */
export function printedSection(
  { name, description, rows, columns }: ExportTable,
  names?: readonly string[],
  as: PrintedSection['as'] = 'table'
): PrintedSection {
  const wanted = names === undefined ? columns : names.flatMap((one) => columns.filter((column) => column.name === one))
  const lines = Array.from({ length: rows }, (_, row) => row)
  const shown = wanted
    .map(({ name: title, column, cell, format }) => ({
      name: title,
      numeric: column.kind === 'integer' || column.kind === 'number',
      texts: lines.map((row) => cellText(format, cell(row)))
    }))
    .filter(({ texts }) => names === undefined || texts.some((text) => text !== ''))
  return {
    name,
    description,
    as,
    columns: shown.map(({ name: title, numeric }) => ({ name: title, numeric })),
    rows: lines.map((row) => shown.map(({ texts }) => texts[row]!))
  }
}

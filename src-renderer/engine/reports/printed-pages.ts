import type { ExportTable, NumberFormat } from '../tables/interchange/export-table.ts'
import type { SqlValue } from '../tables/model/column-cells.ts'
import { dayText } from '#shared/messages/day-text.ts'
import { activeLocale } from '#shared/messages/locale.ts'
import { dayOfIso } from '../measures/rates/iso-day.ts'
import type { ReportSummary } from './report-summary.ts'

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
  /** What it begins with; lists of people have none. */
  readonly summary?: ReportSummary
  readonly sections: readonly PrintedSection[]
}

/** Decimals of all numbers of a column: they stand below each other. */
function decimalsOf(format: NumberFormat | undefined, values: readonly SqlValue[]): number {
  if (format !== undefined) return 1
  return values.some((value) => typeof value === 'number' && !Number.isInteger(value)) ? 2 : 0
}

function cellText(format: NumberFormat | undefined, value: SqlValue, decimals: number): string {
  if (value === null) return ''
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\d$/.test(value) ? dayText(dayOfIso(value)) : value
  if (format === 'percent') return `${(value * 100).toFixed(decimals)}%`
  const rounded = Number(value.toFixed(decimals))
  const text = Math.abs(rounded).toLocaleString(activeLocale, {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals
  })
  return rounded < 0 ? `\u2212${text}` : text
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
  const wanted =
    names === undefined ? columns : names.flatMap((item) => columns.filter((column) => column.name === item))
  const lines = Array.from({ length: rows }, (_, row) => row)
  const shown = wanted
    .map(({ name: title, column, cell, format }) => {
      const values = lines.map(cell)
      const decimals = decimalsOf(format, values)
      return {
        name: title,
        numeric: column.kind === 'integer' || column.kind === 'number',
        texts: values.map((value) => cellText(format, value, decimals))
      }
    })
    .filter(({ texts }) => names === undefined || texts.some((text) => text !== ''))
  return {
    name,
    description,
    as,
    columns: shown.map(({ name: title, numeric }) => ({ name: title, numeric })),
    rows: lines.map((row) => shown.map(({ texts }) => texts[row]!))
  }
}

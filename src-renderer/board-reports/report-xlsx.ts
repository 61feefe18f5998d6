import { boardReportsMessages as m } from '#messages/board-reports.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { SqlValue } from '#engine/tables/model/column-cells.ts'
import { suppressedTable } from '#engine/tables/sql/suppressed-table.ts'
import { resultTable } from '#engine/tables/interchange/result-table.ts'
import type { ExportTable } from '#engine/tables/interchange/export-table.ts'
import { xlsxBytes } from '#engine/tables/interchange/xlsx-bytes.ts'
import type { TableCell } from '../ui/copy/delimited.ts'
import type { ReportDocument, ReportItem } from './report-document.ts'

function cellValue({ value, text, withheld }: TableCell): SqlValue {
  if (withheld === true) return text
  const bare = value ?? text
  return bare === '–' || bare === '' ? null : bare
}

function sheetOf(part: Extract<ReportItem, { kind: 'figure' }>, source: string): ExportTable {
  const description = [part.finding, part.caption, part.empty].filter(Boolean).join(' ')
  const { columns, rows } = part.table ?? { columns: [{ label: common.note }], rows: [[{ text: part.empty ?? '' }]] }
  const cells = rows.map((row) => row.map(cellValue))
  const isNumeric = columns.map((_, index) => cells.some((row) => typeof row[index] === 'number'))
  const table = suppressedTable(
    {
      columns: columns.map(({ label }) => label),
      rows: cells,
      // In a column of numbers a word stands for what is suppressed or cannot be computed.
      marks: cells.map((row) => row.map((value, index) => isNumeric[index]! && typeof value === 'string')),
      note: undefined
    },
    { name: part.title, description, source },
    'xlsx'
  )
  return {
    ...table,
    columns: table.columns.map((column, index) => {
      const shown = rows.map((row) => row[index]!)
      return isShare(shown) ? { ...column, format: 'percent' } : column
    })
  }
}

/** Whether all numbers of a column are shares from 0 to 1 that are shown as percentages. */
function isShare(cells: readonly TableCell[]): boolean {
  const numbers = cells.filter(({ value, withheld }) => typeof value === 'number' && withheld !== true)
  return numbers.length > 0 && numbers.every(({ value, text }) => text.endsWith('%') && Math.abs(Number(value)) <= 1)
}

/** A report as a workbook: the contents, a sheet per figure, what everything means, and where it comes from. */
export function reportXlsx({
  title,
  about,
  parts,
  facts,
  definitions
}: ReportDocument): Promise<Uint8Array<ArrayBuffer>> {
  const source = [about, ...facts.map(({ label, text }) => `${label}: ${text}`)].join('. ')
  const figures = parts.filter((part) => part.kind === 'figure')
  const contents = resultTable(
    {
      columns: [m.figure, m.finding, m.caption],
      rows: figures.map((part) => [part.title, part.empty ?? part.finding, part.caption])
    },
    { name: m.contents, description: title, source }
  )
  const rules = resultTable(
    {
      columns: [common.definition, m.versionLabel, m.rule, common.sources],
      rows: definitions.map((each) => [
        each.title,
        each.version,
        [each.text, each.calculated].filter(Boolean).join(' '),
        each.sources
          .map(({ publisher, title: name, year }) => [publisher, name, year].filter(Boolean).join(', '))
          .join('; ')
      ])
    },
    { name: m.provenance, description: m.theDefinitionsOfTheFiguresAnd, source }
  )
  return xlsxBytes(title, contents, ...figures.map((part) => sheetOf(part, source)), rules)
}

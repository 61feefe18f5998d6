import { boardReportsMessages as m } from '#messages/board-reports.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { SqlValue } from '#engine/tables/model/column-cells.ts'
import { resultTable } from '#engine/tables/interchange/result-table.ts'
import type { ExportTable } from '#engine/tables/interchange/export-table.ts'
import { xlsxBytes } from '#engine/tables/interchange/xlsx-bytes.ts'
import type { TableCell } from '../ui/copy/delimited.ts'
import type { ReportDocument, ReportItem } from './report-document.ts'

function cellValue({ value, text, withheld }: TableCell): SqlValue {
  if (withheld === true) return text
  return value ?? (text === '–' || text === '' ? null : text)
}

function sheetOf(part: Extract<ReportItem, { kind: 'figure' }>, source: string): ExportTable {
  const description = [part.finding, part.caption, part.empty].filter(Boolean).join(' ')
  const { columns, rows } = part.table ?? { columns: [{ label: common.note }], rows: [[{ text: part.empty ?? '' }]] }
  const cells = rows.map((row) => row.map(cellValue))
  return resultTable(
    { columns: columns.map(({ label }) => label), rows: cells },
    { name: part.title, description, source }
  )
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
  return xlsxBytes(contents, ...figures.map((part) => sheetOf(part, source)), rules)
}

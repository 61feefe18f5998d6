import { orList } from '#shared/messages/list-text.ts'
import { commonMessages as common } from '#messages/common.ts'
import { engineReportsMessages as m } from '#messages/engine/reports.ts'
import type { ExportColumn, ExportTable, NumberFormat } from '../tables/interchange/export-table.ts'
import { resultTable } from '../tables/interchange/result-table.ts'
import type { PeopleView } from '../population/panels/base/people-view.ts'
import { columnCells, type SqlValue } from '../tables/model/column-cells.ts'
import { noConcepts } from '../tables/model/no-concepts.ts'
import { NO_DAY, precisions } from '../base/fhir/missing.ts'
import { dayOfIso, isoOfDay } from '../measures/rates/iso-day.ts'

/** A column of a report with its meaning, and what its values are where they are not plain texts or numbers. */
export type ReportColumn = readonly [name: string, description: string, type?: 'date' | NumberFormat]

/** Where all figures of a report come from, in one line. */
export function sourceText(view: PeopleView): string {
  const { label } = view.population.snapshot
  const filters = view.filters.map(({ dimension, values, exclude }) => {
    const found = view.population.dimension(dimension)
    const labels = values.map((value) => found.values.find((item) => item.value === value)?.label ?? value)
    return m.labelNotLabels(found.label, exclude === true, orList(labels))
  })
  const people = filters.length === 0 ? m.everybody : filters.join('; ')
  return m.snapshotAsOfPeople(label, isoOfDay(view.asOf), people)
}

/**
 * The table with a column that says what is missing of the data, so that it stays with rows that are copied or filtered.
 * @param incomplete in a sentence; without it the table stays as it is
 */
export function markIncomplete(table: ExportTable, incomplete: string | undefined): ExportTable {
  if (incomplete === undefined) return table
  const { name, description, rows, columns } = table
  const source = `${table.source}. ${incomplete}`
  const cells = Array.from({ length: rows }, () => [incomplete])
  const mark = resultTable({ columns: [common.data], rows: cells }, { name, description, source }).columns
  const meaning = m.whatIsMissingOfTheData
  return { ...table, source, columns: [...columns, ...mark.map((column) => ({ ...column, description: meaning }))] }
}

/** A table of a report with what its columns mean. */
export function reportTable(
  view: PeopleView,
  name: string,
  description: string,
  columns: readonly ReportColumn[],
  rows: readonly (readonly SqlValue[])[]
): ExportTable {
  const made = resultTable(
    { columns: columns.map(([title]) => title), rows },
    { name, description, source: sourceText(view) }
  )
  return {
    ...made,
    columns: made.columns.map((column, index) => {
      const [, meaning, type] = columns[index]!
      if (type === 'date')
        return {
          ...dateColumn(
            column.name,
            rows.map((row) => row[index]!)
          ),
          description: meaning
        }
      return { ...column, description: meaning, ...(type === undefined ? {} : { format: type }) }
    })
  }
}

/** A column of dates, from `YYYY-MM-DD`, or `YYYY-MM` and `YYYY` where no more is known. */
function dateColumn(name: string, values: readonly SqlValue[]): ExportColumn {
  const texts = values.map((value) => (typeof value === 'string' ? value : ''))
  const column = {
    kind: 'date',
    days: Int32Array.from(texts, (text) => (text === '' ? NO_DAY : dayOfIso(`${text}-01-01`.slice(0, 10)))),
    precision: Uint8Array.from(texts, (text) =>
      text === '' ? 0 : precisions.indexOf(text.length === 4 ? 'year' : text.length === 7 ? 'month' : 'day')
    )
  } as const
  return { name, description: '', column, texts: undefined, cell: columnCells(column, noConcepts)[0]! }
}

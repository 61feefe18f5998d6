import type { ExportTable } from '../../interchange/export-table.ts'
import { resultTable } from '../../interchange/result-table.ts'
import type { View } from '../../panels/view.ts'
import type { SqlValue } from '../../sql/column-cells.ts'
import { isoOfDay } from '../iso-day.ts'

/** A column of a report with its meaning. */
export type ReportColumn = readonly [name: string, description: string]

/** Where all figures of a report come from, in one line. */
export function sourceText(view: View): string {
  const { label } = view.store.snapshot
  const filters = view.filters.map(({ dimension, values, exclude }) => {
    const found = view.population.dimension(dimension)
    const labels = values.map((value) => found.values.find((one) => one.value === value)?.label ?? value)
    return `${found.label} ${exclude === true ? 'not ' : ''}${labels.join(' or ')}`
  })
  const people = filters.length === 0 ? 'everybody' : filters.join('; ')
  return `Snapshot ${label}, as of ${isoOfDay(view.asOf)}, people: ${people}`
}

/** A table of a report with what its columns mean. */
export function reportTable(
  view: View,
  name: string,
  description: string,
  columns: readonly ReportColumn[],
  rows: readonly (readonly SqlValue[])[]
): ExportTable {
  const made = resultTable(
    { columns: columns.map(([title]) => title), rows },
    { name, description, source: sourceText(view) }
  )
  return { ...made, columns: made.columns.map((column, at) => ({ ...column, description: columns[at]![1] })) }
}

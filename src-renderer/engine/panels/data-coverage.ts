import type { Definition } from '../figure.ts'
import { countByBin, dayBins } from '../kernels/day-bins.ts'
import { NO_DAY } from '../store/column.ts'
import type { Table } from '../store/store.ts'
import { peopleByPeriod } from './encounter-series.ts'
import { countFigure } from './figures.ts'
import type { OverviewPanel } from './panel.ts'
import { monthsUpTo } from './periods.ts'
import type { View } from './view.ts'

const definition: Definition = {
  id: 'overview/coverage',
  version: '1.0.0',
  title: 'Data by type and month',
  text:
    'Rows of each table by the month of their clinical day, of people who match the filters at the end of that month. ' +
    'A gap in a feed shows as months with few or no rows.',
  sources: []
}

/** Tables that are lines of another one; they would count the same thing twice. */
const parts = /_(component|item)$/

/** `medication_request` becomes `Medication requests`. */
function tableLabel(name: string): string {
  const words = name.replaceAll('_', ' ')
  const plural = words.endsWith('y') ? `${words.slice(0, -1)}ies` : words.endsWith('s') ? words : `${words}s`
  return plural.charAt(0).toUpperCase() + plural.slice(1)
}

function lastDayOf(table: Table, asOf: number): number | undefined {
  let last = NO_DAY
  for (const day of table.day!) if (day <= asOf && day > last) last = day
  return last === NO_DAY ? undefined : last
}

/** Rows by table and month. */
export function dataCoverage(view: View): OverviewPanel['coverage'] {
  const provenance = view.provenance(definition)
  const months = monthsUpTo(view.asOf, 36, view.span.first)
  const bins = dayBins(months)
  const people = peopleByPeriod(view, months)
  const tables = [...view.store.tables.values()].filter(
    (table) => table.patient !== undefined && table.day !== undefined && table.rows > 0 && !parts.test(table.name)
  )
  const types = tables.map((table) => {
    const counts = countByBin(
      { days: table.day!, groupCount: 1, patient: table.patient!, ...(people === undefined ? {} : { people }) },
      bins
    )
    return {
      table: table.name,
      label: tableLabel(table.name),
      counts: months.map((month, bin) =>
        countFigure(
          counts[bin]!,
          'events',
          {
            table: table.name,
            asOf: month.end,
            filters: view.filters,
            where: [{ column: '@day', from: month.start, to: month.end }]
          },
          provenance
        )
      ),
      lastDay: lastDayOf(table, view.asOf)
    }
  })
  return { months: months.map((month) => ({ at: month.start, label: month.label })), types, provenance }
}

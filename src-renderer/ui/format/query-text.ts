import { uiFormatMessages as m } from '#messages/ui/format.ts'
import { formatDateTime } from '#engine/base/fhir/dates.ts'
import type { ColumnTest, RowSelector } from '#engine/base/figures/filter.ts'
import { defined } from '#shared/language/defined.ts'

/**
 * A row selector as a statement to read: table, tests and filters on people. Columns with an @ and people's dimensions are
 * worked out by Populus and stand in no table.
 */
export function queryText({ table, asOf, filters, where }: RowSelector): string {
  const conditions = [
    ...where.map((test) => testText(test)),
    ...filters.map(
      ({ dimension, values, exclude }) => `person.${dimension} ${exclude === true ? 'NOT IN' : 'IN'} (${list(values)})`
    )
  ]
  const lines = [`SELECT * FROM ${table}`]
  conditions.forEach((condition, index) => lines.push(`${index === 0 ? 'WHERE' : '  AND'} ${condition}`))
  return [...lines, m.asOf(dayText(asOf))].join('\n')
}

function testText(test: ColumnTest): string {
  if ('in' in test) return `${test.column} ${test.exclude === true ? 'NOT IN' : 'IN'} (${list(test.in)})`
  const { column, from, to } = test
  const isDay = /day|date|start|end|onset|created|effective/i.test(column)
  const text = (value: number): string => (isDay ? `'${dayText(value)}'` : String(value))
  if (from === undefined && to === undefined) return `${column} IS NOT NULL`
  if (from === undefined) return `${column} <= ${text(defined(to))}`
  return to === undefined ? `${column} >= ${text(from)}` : `${column} BETWEEN ${text(from)} AND ${text(to)}`
}

const dayText = (day: number): string => formatDateTime(day, 0, 0, 3)

/** Long lists are cut: the count tells what is left out. */
function list(values: readonly string[]): string {
  const shown = values.slice(0, 6).map((value) => `'${value.replaceAll("'", "''")}'`)
  return values.length > 6 ? m.more(shown.join(', '), values.length - 6) : shown.join(', ')
}

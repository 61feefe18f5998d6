import type { Figure, Provenance } from '#engine/figure.ts'
import { dateTimeParts, parseDateTime } from '#engine/fhir/dates.ts'
import type { ChartModel } from '../../charts/chart-model.ts'
import { barsChart } from '../../charts/kinds/bars.ts'
import { trendChart } from '../../charts/kinds/trend.ts'
import type { Format } from '../../ui/format/use-format.ts'

type Row = readonly (string | number | null)[]

/** Bars are read one by one; more of them are not. */
const MOST_BARS = 40

/**
 * A quick picture of a result: the first number column by the first text column, as a line when the texts are dates.
 * @returns undefined when the result has no such columns
 */
export function resultChart(
  columns: readonly { readonly name: string; readonly numeric: boolean }[],
  rows: readonly Row[],
  provenance: Provenance,
  format: Format
): { readonly model: ChartModel; readonly title: string } | undefined {
  const label = columns.findIndex(({ numeric }) => !numeric)
  const value = columns.findIndex(({ numeric }, at) => numeric && at !== label && rows.some((row) => row[at] !== null))
  if (label < 0 || value < 0 || rows.length < 2) return undefined
  const figure = (row: Row): Figure => {
    const amount = row[value]
    return { value: typeof amount === 'number' ? amount : undefined, unit: 'number', provenance }
  }
  const title = `${columns[value]?.name ?? ''} by ${columns[label]?.name ?? ''}`
  const days = rows.map((row) => dayOf(row[label]))
  const isTime =
    rows.length > 2 && days.every((day, at) => day !== undefined && (at === 0 || day > (days[at - 1] ?? day)))
  if (isTime) {
    const points = rows.map((row, at) => ({ at: days[at] ?? 0, label: String(row[label]), figure: figure(row) }))
    return {
      title,
      model: trendChart({ id: 'result', label: title, points }, { subject: columns[value]?.name ?? '' }, format)
    }
  }
  const bars = rows.slice(0, MOST_BARS).map((row, at) => ({
    key: String(at),
    label: row[label] === null ? '–' : String(row[label]),
    figure: figure(row),
    filters: []
  }))
  const heads = { label: columns[label]?.name ?? '', value: columns[value]?.name ?? '' }
  return { title, model: barsChart(bars, { heads, things: 'rows', parts: false }, format) }
}

function dayOf(text: unknown): number | undefined {
  const parts = dateTimeParts()
  return typeof text === 'string' && parseDateTime(text, parts) ? parts.day : undefined
}

import { andList } from '#shared/messages/list-text.ts'
import { figuresMessages as m } from '#messages/figures.ts'
import type { Figure, Provenance } from '#engine/base/figures/figure.ts'
import { dateTimeParts, parseDateTime } from '#engine/base/fhir/dates.ts'
import type { ChartModel } from '../charts/model/chart-model.ts'
import { barsChart } from '../charts/kinds/bars.ts'
import { trendChart } from '../charts/kinds/trend.ts'
import type { Format } from '../ui/format/format.ts'

type Row = readonly (string | number | null)[]

/** Bars are read one by one; more of them are not. */
const MAX_BARS = 40

/**
 * A quick picture of a result: the first number column by the first texts that tell the rows apart, as a line when the
 * texts are dates.
 * @returns undefined when the result has no such columns
 */
export function resultChart(
  columns: readonly { readonly name: string; readonly numeric: boolean }[],
  rows: readonly Row[],
  provenance: Provenance,
  format: Format
): { readonly model: ChartModel; readonly title: string } | undefined {
  const value = columns.findIndex(({ numeric }, index) => numeric && rows.some((row) => row[index] !== null))
  const labels = labelColumns(columns, rows)
  if (labels === undefined || value < 0 || rows.length < 2) return undefined
  const labelOf = (row: Row): string =>
    labels.map((index) => (row[index] === null ? '–' : String(row[index]))).join(', ')
  const labelNames = andList(labels.map((index) => columns[index]?.name ?? ''))
  const figure = (row: Row): Figure => {
    const amount = row[value]
    return { value: typeof amount === 'number' ? amount : undefined, unit: 'number', provenance }
  }
  const title = m.nameByLabelNames(columns[value]?.name ?? '', labelNames)
  const days = rows.map((row) => (labels.length === 1 ? dayOf(row[labels[0]!]) : undefined))
  const isTime =
    rows.length > 2 && days.every((day, index) => day !== undefined && (index === 0 || day > (days[index - 1] ?? day)))
  if (isTime) {
    const points = rows.map((row, index) => ({ at: days[index] ?? 0, label: labelOf(row), figure: figure(row) }))
    return {
      title,
      model: trendChart({ id: 'result', label: title, points }, { subject: columns[value]?.name ?? '' }, format)
    }
  }
  const bars = rows.slice(0, MAX_BARS).map((row, index) => ({
    key: String(index),
    label: labelOf(row),
    figure: figure(row),
    filters: []
  }))
  const heads = { label: labelNames, value: columns[value]?.name ?? '' }
  return { title, model: barsChart(bars, { heads, things: m.rows, parts: false }, format) }
}

/**
 * The columns whose texts name the rows: the first text column without repetitions, else the first two together. Ids name
 * nothing that can be read.
 */
function labelColumns(
  columns: readonly { readonly name: string; readonly numeric: boolean }[],
  rows: readonly Row[]
): readonly number[] | undefined {
  const texts = columns.flatMap(({ name, numeric }, index) => (numeric || /(^|_)id$/i.test(name) ? [] : [index]))
  const [first, second] = texts
  const tellsApart = (columnIndexes: readonly number[]): boolean =>
    new Set(rows.map((row) => JSON.stringify(columnIndexes.map((each) => row[each])))).size === rows.length
  if (first === undefined) return undefined
  if (tellsApart([first])) return [first]
  return second !== undefined && tellsApart([first, second]) ? [first, second] : undefined
}

function dayOf(text: unknown): number | undefined {
  const parts = dateTimeParts()
  return typeof text === 'string' && parseDateTime(text, parts) ? parts.day : undefined
}

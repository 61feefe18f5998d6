import type { Figure } from '#engine/base/figures/figure.ts'
import { madeOf } from '../../ui/format/made-of.ts'
import { hiddenParts } from '#engine/base/privacy/small-cells.ts'
import type { Format } from '../../ui/format/use-format.ts'
import type { TableCell, TableColumn } from '../../ui/copy/delimited.ts'

/** The value that may be drawn: `undefined` when there is none or it is kept back. */
export function drawnValue(figure: Figure, format: Format): number | undefined {
  return format.figure(figure).hidden || figure.value === undefined || !Number.isFinite(figure.value)
    ? undefined
    : figure.value
}

/** The ends of the interval that may be drawn. */
export function drawnInterval(figure: Figure, format: Format): readonly [number, number] | undefined {
  return drawnValue(figure, format) === undefined || figure.interval === undefined
    ? undefined
    : [figure.interval.low, figure.interval.high]
}

/** What a read-out says of a figure: the value with its interval, and what it was computed from. */
export function figureLines(figure: Figure, format: Format): string[] {
  const { text, interval, hidden } = format.figure(figure)
  const lines = [interval === undefined ? withUnit(text, figure, hidden) : `${text} (${interval})`]
  const made = madeOf(figure, format)
  if (!hidden && made !== undefined) lines.push(made)
  return lines
}

function withUnit(text: string, figure: Figure, hidden: boolean): string {
  if (hidden || figure.value === undefined) return text
  if (figure.unit === 'people') return `${text} ${figure.value === 1 ? 'person' : 'people'}`
  if (figure.unit === 'events') return `${text} ${figure.value === 1 ? 'event' : 'events'}`
  if (figure.unit.startsWith('per1000')) return `${text} per 1,000`
  return text
}

/** Columns of a table of rates: value, interval and what it was computed from. */
export const rateColumns: readonly TableColumn[] = [
  { label: 'Value', numeric: true },
  { label: '95% interval', numeric: true },
  { label: 'Numerator', numeric: true },
  { label: 'Denominator', numeric: true }
]

/** The cells for {@link rateColumns}. */
export function rateCells(figure: Figure, format: Format): TableCell[] {
  const { interval, hidden } = format.figure(figure)
  const count = (value: number | undefined): TableCell =>
    hidden || value === undefined ? { text: '–', value: '' } : { text: format.value(value, 'number'), value }
  const ends = figure.interval
  const range: TableCell =
    interval === undefined || ends === undefined
      ? { text: '–', value: '' }
      : { text: interval, value: `${Number(ends.low.toPrecision(6))} to ${Number(ends.high.toPrecision(6))}` }
  return [figureCell(figure, format), range, count(figure.numerator), count(figure.denominator)]
}

/** A cell that shows a figure and opens it. */
export function figureCell(figure: Figure, format: Format): TableCell {
  const { text, hidden } = format.figure(figure)
  return hidden || figure.value === undefined ? { text, figure } : { text, value: figure.value, figure }
}

/** Which parts of a whole are kept back: the small ones, and a second one where one alone could be worked out. */
export function withheldFigures(parts: readonly Figure[], format: Format): ReadonlySet<number> {
  const small = parts.filter((part) => format.figure(part).hidden).map((part) => part.value ?? part.numerator ?? 0)
  return hiddenParts(
    parts.map((part) => part.value ?? 0),
    small.length === 0 ? 0 : Math.max(...small)
  )
}

/** A figure that is kept back so that its neighbour cannot be worked out. */
export const withheldText = 'hidden'

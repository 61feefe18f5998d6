import { chartsPartsMessages as m } from '#messages/charts/parts.ts'
import { commonMessages as common } from '#messages/common.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import { madeOf } from '../../ui/format/made-of.ts'
import { hiddenParts, isSmallCell, suppressedCells, type PeopleCell } from '#engine/base/privacy/small-cells.ts'
import type { Format } from '../../ui/format/format.ts'
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

/** What a read-out says of a figure: the value with its interval, and what it was computed from, or why there is none. */
export function figureLines(figure: Figure, format: Format): string[] {
  const { text, interval, hidden } = format.figure(figure)
  const lines = [interval === undefined ? withUnit(text, figure, hidden) : `${text} (${interval})`]
  const { value, missing } = figure
  if (!hidden && value === undefined && missing !== undefined) return [text, m.cannotBeComputed(missing)]
  const made = madeOf(figure, format)
  if (!hidden && made !== undefined) lines.push(made)
  return lines
}

function withUnit(text: string, figure: Figure, hidden: boolean): string {
  if (hidden || figure.value === undefined) return text
  if (figure.unit === 'people') return m.valuePeople(text, figure.value)
  if (figure.unit === 'events') return m.valueEvents(text, figure.value)
  if (figure.unit.startsWith('per1000')) return m.valuePer1000(text)
  return text
}

/** Columns of a table of rates: value, interval and what it was computed from. */
export const rateColumns: readonly TableColumn[] = [
  { label: common.value, numeric: true },
  { label: common.n95Interval, numeric: true },
  { label: m.numerator, numeric: true },
  { label: m.denominator, numeric: true }
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
      : {
          text: interval,
          value: m.toPrecisionToToPrecision(Number(ends.low.toPrecision(6)), Number(ends.high.toPrecision(6)))
        }
  return [figureCell(figure, format), range, count(figure.numerator), count(figure.denominator)]
}

/** A cell that shows a figure and opens it. */
export function figureCell(figure: Figure, format: Format): TableCell {
  const { text, hidden } = format.figure(figure)
  if (hidden) return { text, withheld: true }
  return figure.value === undefined ? { text, figure } : { text, value: figure.value, figure }
}

/** Figures of one whole: its parts, such as people by payer, or rates of its groups, such as a rate by payer. */
export interface Partition {
  readonly of: 'parts' | 'groups'
  readonly figures: readonly Figure[]
  /** The rate of all, where it is shown next to that of groups; some of its people may be in none of them. */
  readonly whole?: Figure | undefined
}

/**
 * Formats that also suppress the figures from which a small one of the same partition could be worked out.
 * @param wholes each figure in one of them
 */
export function withComplement(format: Format, wholes: readonly Partition[]): Format {
  const limit = format.smallCellLimit
  if (limit <= 0) return format
  return withSuppressed(format, new Set(wholes.flatMap((partition) => suppressedOf(partition, limit))))
}

/** Formats that also suppress some figures. */
export function withSuppressed(format: Format, suppressed: ReadonlySet<Figure>): Format {
  return {
    ...format,
    smallCellLimit: format.smallCellLimit,
    release: format.release,
    figure: (figure) => {
      const shown = format.figure(figure)
      return shown.hidden || !suppressed.has(figure)
        ? shown
        : { text: common.suppressed, interval: undefined, hidden: true }
    }
  }
}

function cellOf({ numerator = 0, denominator = 0 }: Figure): PeopleCell {
  return { numerator, denominator }
}

/** Who is in no group; undefined where the groups are not of the total. */
function restOf(groups: readonly PeopleCell[], total: PeopleCell): PeopleCell | undefined {
  const rest = groups.reduce(
    (left, { numerator, denominator }) => ({
      numerator: left.numerator - numerator,
      denominator: left.denominator - denominator
    }),
    total
  )
  return rest.numerator >= 0 && rest.denominator >= rest.numerator ? rest : undefined
}

function suppressedOf({ of, figures, whole }: Partition, limit: number): readonly Figure[] {
  if (of === 'groups') {
    const cells = figures.map(cellOf)
    const rest = whole?.unit === 'proportion' ? restOf(cells, cellOf(whole)) : undefined
    const isFew = rest !== undefined && isSmallCell(rest, limit)
    const hidden = suppressedCells(isFew ? [...cells, rest] : cells, limit)
    return figures.filter((_, index) => hidden[index])
  }
  const counts = figures.map(({ unit, value, numerator }) => (unit === 'people' ? value : numerator) ?? 0)
  const hidden = hiddenParts(counts, limit)
  return figures.filter((_, index) => hidden.has(index))
}

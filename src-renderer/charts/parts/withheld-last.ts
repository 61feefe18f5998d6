import type { Figure } from '#engine/base/figures/figure.ts'
import type { Format } from '../../ui/format/format.ts'

/** A row with a figure. */
interface FigureRow {
  readonly label: string
  readonly figure: Figure
}

/**
 * Rows as they may be shown: where they stand in the order of their values, the place of a withheld one would tell between
 * which others it is, so that withheld rows go last, by their labels.
 */
export function withheldLast<T extends FigureRow>(rows: readonly T[], format: Pick<Format, 'figure'>): readonly T[] {
  const hidden = new Set(rows.filter(({ figure }) => format.figure(figure).hidden))
  if (hidden.size === 0 || !isOrdered(rows)) return rows
  return [
    ...rows.filter((row) => !hidden.has(row)),
    ...[...hidden].toSorted((left, right) => (left.label < right.label ? -1 : left.label > right.label ? 1 : 0))
  ]
}

/** Whether rows stand by their values, by the people behind them or by the size of their groups, in either direction. */
function isOrdered(rows: readonly FigureRow[]): boolean {
  const stepsOf = (numberOf: (figure: Figure) => number | undefined): readonly number[] => {
    const numbers = rows.map(({ figure }) => numberOf(figure) ?? 0)
    return numbers.slice(1).map((next, index) => next - numbers[index]!)
  }
  const isOneWay = (steps: readonly number[]): boolean =>
    steps.every((step) => step <= 0) || steps.every((step) => step >= 0)
  const sizes = stepsOf(({ denominator }) => denominator)
  return (
    isOneWay(stepsOf(({ value }) => value)) ||
    isOneWay(stepsOf(({ numerator }) => numerator)) ||
    // Parts of the same people have one size.
    (sizes.some((step) => step !== 0) && isOneWay(sizes))
  )
}

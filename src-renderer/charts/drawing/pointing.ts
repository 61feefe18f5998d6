import type { ChartMark, Pointing } from '../model/chart-model.ts'
import type { Box, Scene } from '../model/scene.ts'

/** A mark with its place in the chart, in pixels. */
export interface PlacedMark {
  readonly mark: ChartMark
  readonly x: number
  readonly y: number
  readonly box?: Box
  readonly plot?: number
}

/** How far, in pixels, the pointer may be from a mark. */
const reach: Readonly<Record<Exclude<Pointing, 'shape'>, number>> = { row: 16, column: 60, near: 14 }

/** The marks that are in sight. */
export function placeMarks(marks: readonly ChartMark[], { places }: Scene): PlacedMark[] {
  return marks.flatMap((mark, i) => (places[i] === undefined ? [] : [{ mark, ...places[i] }]))
}

/**
 * Finds the mark that a pointer means, among those of the plot that it is in. For `shape` it is the one whose box the
 * pointer is in, for `row` the nearest by height, for `column` the nearest column and then the nearest in it.
 */
export function markAt(
  placed: readonly PlacedMark[],
  plots: readonly Box[],
  pointing: Pointing,
  x: number,
  y: number
): PlacedMark | undefined {
  if (pointing === 'shape') return placed.findLast(({ box }) => box !== undefined && holds(box, x, y))
  const plot = plots.findIndex((box) => holds(box, x, y))
  return nearest(plot < 0 ? placed : placed.filter((each) => each.plot === plot), pointing, x, y)
}

function holds({ x, y, width, height }: Box, left: number, top: number): boolean {
  return left >= x && left <= x + width && top >= y && top <= y + height
}

function nearest(
  placed: readonly PlacedMark[],
  pointing: Exclude<Pointing, 'shape'>,
  x: number,
  y: number
): PlacedMark | undefined {
  let best: PlacedMark | undefined
  let bestMain = Infinity
  let bestOther = Infinity
  for (const candidate of placed) {
    const dx = Math.abs(candidate.x - x)
    const dy = Math.abs(candidate.y - y)
    const [main, other] = pointing === 'row' ? [dy, dx] : pointing === 'column' ? [dx, dy] : [Math.hypot(dx, dy), 0]
    if (main > reach[pointing]) continue
    if (main < bestMain - 0.5 || (Math.abs(main - bestMain) <= 0.5 && other < bestOther)) {
      best = candidate
      bestMain = main
      bestOther = other
    }
  }
  return best
}

/**
 * The mark that a key leads to; `undefined` when the key does not move.
 * @param stride marks in a line of a two-dimensional chart, 1 when there is one dimension
 */
export function markByKey(key: string, index: number, count: number, stride: number): number | undefined {
  if (count === 0) return undefined
  const steps: Readonly<Record<string, number>> = {
    ArrowRight: 1,
    ArrowLeft: -1,
    ArrowDown: stride,
    ArrowUp: -stride,
    PageDown: stride > 1 ? stride : 10,
    PageUp: stride > 1 ? -stride : -10,
    Home: -count,
    End: count
  }
  const step = steps[key]
  if (step === undefined) return undefined
  const next = index + step
  if (next >= 0 && next < count) return next
  // A line further up or down that does not exist: stay. Otherwise: stop at the end.
  return stride > 1 && Math.abs(step) === stride ? index : next < 0 ? 0 : count - 1
}

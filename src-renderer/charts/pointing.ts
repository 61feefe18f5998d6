import type { EChartsType } from 'echarts/core'
import type { ChartMark, ChartSize, Pointing } from './chart-model.ts'

/** A mark with its place in the chart, in pixels. */
export interface PlacedMark {
  readonly mark: ChartMark
  readonly x: number
  readonly y: number
}

/** How far, in pixels, the pointer may be from a mark. */
const reach: Readonly<Record<Exclude<Pointing, 'shape'>, number>> = { row: 16, column: 60, near: 14 }

/** Where ECharts drew the marks. Those outside the drawn part are left out. */
export function placeMarks(
  chart: Pick<EChartsType, 'convertToPixel'>,
  marks: readonly ChartMark[],
  size: ChartSize
): PlacedMark[] {
  const pixel = (mark: ChartMark, row = mark.at[1]): readonly [number, number] | undefined => {
    const point: unknown = chart.convertToPixel({ seriesIndex: mark.series }, [mark.at[0], row])
    if (!Array.isArray(point)) return undefined
    const [x, y] = point.map(Number)
    return x === undefined || y === undefined ? undefined : [x, y]
  }
  return marks.flatMap((mark) => {
    const point = pixel(mark)
    if (point === undefined) return []
    const [x, centre] = point
    const next = mark.nudge === undefined ? undefined : pixel(mark, mark.at[1] + (mark.at[1] > 0 ? -1 : 1))
    const y = centre + (mark.nudge ?? 0) * Math.abs((next?.[1] ?? centre) - centre)
    return x >= -1 && x <= size.width + 1 && y >= -1 && y <= size.height + 1 ? [{ mark, x, y }] : []
  })
}

/**
 * Finds the mark that a pointer means, among those of the plot that it is in. For `row` the nearest by height wins, for
 * `column` the nearest column and then the nearest in it.
 */
export function markAt(
  chart: Pick<EChartsType, 'containPixel'>,
  placed: readonly PlacedMark[],
  pointing: Exclude<Pointing, 'shape'>,
  x: number,
  y: number
): PlacedMark | undefined {
  const series = [...new Set(placed.map(({ mark }) => mark.series))]
  const under = new Set(series.filter((seriesIndex) => chart.containPixel({ seriesIndex }, [x, y])))
  const candidates = under.size === 0 ? placed : placed.filter(({ mark }) => under.has(mark.series))
  return nearest(candidates, pointing, x, y)
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

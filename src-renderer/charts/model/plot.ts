import { defined } from '#shared/language/defined.ts'
import type { Scale } from './scale.ts'
import type { Box, Point, SceneShape } from './scene.ts'
import { textWidth } from './row-layout.ts'
import type { ChartTokens } from './chart-tokens.ts'

/** Height of a line of axis labels below a plot. */
export const AXIS_ROOM = 22
const labelBelow = 15
const labelGap = 8

/** Sharp lines lie on the middle of a pixel. */
export function crisp(value: number): number {
  return Math.round(value - 0.5) + 0.5
}

/** The ticks of a scale, both ends included. */
export function ticksOf({ min, max, interval }: Scale): number[] {
  const count = Math.round((max - min) / interval)
  return Array.from({ length: count + 1 }, (_, i) => Number((min + i * interval).toPrecision(12)))
}

/** From values to pixels, from the lower to the upper edge. */
export function vertical({ min, max }: Pick<Scale, 'min' | 'max'>, { y, height }: Box): (value: number) => number {
  return (value) => y + height - ((value - min) / (max - min)) * height
}

/** From values to pixels, from the left to the right edge. */
export function horizontal({ min, max }: Pick<Scale, 'min' | 'max'>, { x, width }: Box): (value: number) => number {
  return (value) => x + ((value - min) / (max - min)) * width
}

/** Horizontal grid lines with their values at the left. */
export function valueAxis(scale: Scale, box: Box, text: (value: number) => string, tokens: ChartTokens): SceneShape[] {
  const position = vertical(scale, box)
  return ticksOf(scale).flatMap((tick): SceneShape[] => [
    { kind: 'path', points: across(box, position(tick)), stroke: tokens.grid },
    { kind: 'text', x: box.x - labelGap, y: position(tick), text: text(tick), fill: tokens.axis, align: 'end' }
  ])
}

/** Vertical grid lines with their values below, or above. */
export function bottomAxis(
  scale: Scale,
  box: Box,
  text: (value: number) => string,
  tokens: ChartTokens,
  side: 'below' | 'above' = 'below'
): SceneShape[] {
  const position = horizontal(scale, box)
  const ticks = ticksOf(scale)
  // Labels that would touch each other are left out.
  const widest = Math.max(...ticks.map((tick) => textWidth(text(tick)))) + 6
  const every = Math.max(1, Math.ceil((widest * (ticks.length - 1)) / box.width))
  const y = side === 'below' ? box.y + box.height + labelBelow - 2 : box.y - labelBelow + 5
  return ticks.flatMap((tick, i): SceneShape[] => [
    {
      kind: 'path',
      points: [
        [crisp(position(tick)), box.y],
        [crisp(position(tick)), box.y + box.height]
      ],
      stroke: tokens.grid
    },
    ...(i % every === 0
      ? [{ kind: 'text' as const, x: position(tick), y, text: text(tick), fill: tokens.axis, align: 'middle' as const }]
      : [])
  ])
}

/**
 * Labels below a plot, each under its place; empty ones are left out.
 * @param edge right edge of the chart: a label that would be cut there moves to the left
 */
export function labelsBelow(
  labels: readonly string[],
  place: (index: number) => number,
  box: Box,
  tokens: ChartTokens,
  edge = Number.POSITIVE_INFINITY
): SceneShape[] {
  const y = box.y + box.height + labelBelow
  return labels.flatMap((text, i): SceneShape[] =>
    text === ''
      ? []
      : [
          {
            kind: 'text',
            x: Math.min(place(i), edge - textWidth(text) / 2),
            y,
            text,
            fill: tokens.axis,
            align: 'middle'
          }
        ]
  )
}

function across({ x, width }: Box, y: number): Point[] {
  return [
    [x, crisp(y)],
    [x + width, crisp(y)]
  ]
}

/** Lines through the points that there are: a hole in the values is a hole in the line. */
export function lineThrough(
  points: readonly (Point | undefined)[],
  style: { readonly stroke: string; readonly lineWidth: number; readonly dash?: readonly number[] }
): SceneShape[] {
  const runs: Point[][] = [[]]
  for (const point of points) {
    if (point === undefined) runs.push([])
    else defined(runs.at(-1)).push(point)
  }
  return runs.filter((run) => run.length > 1).map((run): SceneShape => ({ kind: 'path', points: run, ...style }))
}

/** The area between two lines, in as many parts as there are. */
export function bandBetween(ends: readonly (readonly [Point, Point] | undefined)[], fill: string): SceneShape[] {
  const runs: (readonly [Point, Point])[][] = [[]]
  for (const pair of ends) {
    if (pair === undefined) runs.push([])
    else defined(runs.at(-1)).push(pair)
  }
  return runs
    .filter((run) => run.length > 1)
    .map((run): SceneShape => ({
      kind: 'path',
      points: [...run.map(([low]) => low), ...run.map(([, high]) => high).toReversed()],
      fill
    }))
}

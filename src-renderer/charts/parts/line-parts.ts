import type { Format } from '../../ui/format/format.ts'
import { axisText } from './axis-text.ts'
import { AXIS_ROOM, labelsBelow, valueAxis } from '../model/plot.ts'
import type { Scale } from '../model/scale.ts'
import type { Box, SceneShape } from '../model/scene.ts'
import type { ChartSize } from '../model/chart-model.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'
import { textWidth } from '../model/row-layout.ts'
import type { Unit } from '#engine/base/figures/figure.ts'

/** The plot of a line chart, between its value axis and what stands at the ends of its lines. */
export function linePlot(
  { width, height }: ChartSize,
  scale: Scale,
  unit: Unit,
  endRoom: number,
  format: Pick<Format, 'locale'>
): Box {
  const left = 14 + Math.max(...[scale.min, scale.max].map((end) => textWidth(axisText(end, unit, scale, format))))
  return { x: left, y: 8, width: Math.max(1, width - left - endRoom), height: Math.max(28, height - AXIS_ROOM - 8) }
}

/** Where periods stand from the left to the right edge of a plot. */
export function alongEdges({ x, width }: Box, count: number): (index: number) => number {
  return (index) => x + (count <= 1 ? 0 : (index / (count - 1)) * width)
}

/** The middles of as many slots as there are periods. */
export function alongSlots({ x, width }: Box, count: number): (index: number) => number {
  return (index) => x + ((index + 0.5) / Math.max(1, count)) * width
}

/** Grid, values at the left and labels of periods below. */
export function lineFrame(
  box: Box,
  scale: Scale,
  unit: Unit,
  labels: readonly string[],
  place: (index: number) => number,
  tokens: ChartTokens,
  format: Pick<Format, 'locale'>
): SceneShape[] {
  return [
    ...valueAxis(scale, box, (value) => axisText(value, unit, scale, format), tokens),
    ...labelsBelow(labels, place, box, tokens)
  ]
}

/** A full dot with a thin edge in the color of the page, so that it stands out of its line. */
export function dot(x: number, y: number, r: number, tokens: ChartTokens, fill = tokens.main): SceneShape {
  return { kind: 'circle', x, y, r, fill, stroke: tokens.page, lineWidth: 1 }
}

/** An open circle: reported so far, or at another time. */
export function ring(x: number, y: number, tokens: ChartTokens, stroke = tokens.ref): SceneShape {
  return { kind: 'circle', x, y, r: 3.5, fill: tokens.page, stroke, lineWidth: 1.5 }
}

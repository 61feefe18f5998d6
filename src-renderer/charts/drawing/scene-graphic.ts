import {
  behindBox,
  fitText,
  TAIL_GAP,
  type Measure,
  type Scene,
  type SceneShape,
  type TextShape
} from '../model/scene.ts'
import type { GraphicComponentOption } from 'echarts/components'

type WithElements<T> = T extends unknown ? ('elements' extends keyof T ? T : never) : never
type Graphic = NonNullable<WithElements<GraphicComponentOption>['elements']>[number]

const aligned = { start: 'left', middle: 'center', end: 'right' } as const

/**
 * The shapes of a scene as elements of ECharts' graphic component, in their order.
 * @param font family of the texts
 */
export function sceneGraphic({ shapes }: Scene, font: string, measure: Measure): Graphic[] {
  return shapes.flatMap((shape) => (shape.kind === 'text' ? textGraphics(shape, font, measure) : shapeGraphics(shape)))
}

function shapeGraphics(shape: Exclude<SceneShape, TextShape>): Graphic[] {
  const stroke =
    shape.stroke === undefined
      ? {}
      : {
          stroke: shape.stroke,
          lineWidth: shape.lineWidth ?? 1,
          lineJoin: 'round' as const,
          ...(shape.dash === undefined ? {} : { lineDash: [...shape.dash] })
        }
  const fill = shape.fill ?? 'none'
  switch (shape.kind) {
    case 'rect': {
      const { x, y, width, height, radius = 0, opacity = 1 } = shape
      return [{ type: 'rect', shape: { x, y, width, height, r: radius }, style: { fill, opacity, ...stroke } }]
    }
    case 'circle': {
      const { x, y, r, opacity = 1 } = shape
      return [{ type: 'circle', shape: { cx: x, cy: y, r }, style: { fill, opacity, ...stroke } }]
    }
    case 'path': {
      const points = shape.points.map(([x, y]) => [x, y])
      return [
        ...(shape.fill === undefined ? [] : [{ type: 'polygon' as const, shape: { points }, style: { fill } }]),
        // An outline is open: it ends where its points end.
        ...(shape.stroke === undefined
          ? []
          : [{ type: 'polyline' as const, shape: { points }, style: { fill: 'none', ...stroke } }])
      ]
    }
  }
}

function textGraphics(shape: TextShape, font: string, measure: Measure): Graphic[] {
  const { x, y, fill, align = 'start', weight = 400, behind, tail } = shape
  const text = fitText(shape, measure)
  const write = (
    words: string,
    position: number,
    how: { readonly fill: string; readonly weight: number; readonly align: 'start' | 'middle' | 'end' }
  ): Graphic => ({
    type: 'text',
    style: {
      text: words,
      x: position,
      y,
      fill: how.fill,
      font: `${how.weight} 12px ${font}`,
      align: aligned[how.align],
      verticalAlign: 'middle'
    }
  })
  const paper: Graphic[] = []
  if (behind !== undefined) {
    const box = behindBox(shape, measure(text, weight))
    paper.push({ type: 'rect', shape: { ...box }, style: { fill: behind } })
  }
  const tailWidth = tail === undefined ? 0 : measure(tail.text, 400) + TAIL_GAP
  const start = align === 'end' ? x - tailWidth : x
  const end = align === 'end' ? start : start + measure(text, weight)
  return [
    ...paper,
    write(text, start, { fill, weight, align }),
    ...(tail === undefined ? [] : [write(tail.text, end + TAIL_GAP, { fill: tail.fill, weight: 400, align: 'start' })])
  ]
}

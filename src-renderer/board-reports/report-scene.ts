import type { ChartModel, ChartSize, LegendEntry } from '../charts/model/chart-model.ts'
import type { ChartTokens } from '../charts/model/chart-tokens.ts'
import { linesOver } from '../charts/model/hatch.ts'
import { textWidth } from '../charts/model/row-layout.ts'
import type { Point, Scene, SceneShape } from '../charts/model/scene.ts'

const LINE = 18
const SWATCH = 18
const GAP = 16
/** Pixels of a row of a chart that has a row per thing. */
const ROW = 24
const MAX_HEIGHT = 2400

/** How high a chart is drawn in a report: every row of it is shown. */
export function reportHeight(model: ChartModel): number {
  const rows = model.pointing === 'row' ? model.marks.length * ROW + 30 : 260
  let height = Math.max(model.minHeight, Math.min(rows, MAX_HEIGHT))
  while (height < MAX_HEIGHT && model.cut?.(height) !== undefined) height += 60
  return height
}

function toneColor(tone: LegendEntry['tone'], tokens: ChartTokens): string {
  if (tone.startsWith('seq')) return tokens.sequence[Number(tone.slice(3)) - 1] ?? tokens.main
  const { main, ref, forecast, band80, band95, target, improve, concern, statuses } = tokens
  return { main, ref, forecast, band80, band95, target, improve, concern, ...statuses }[tone as 'main'] ?? main
}

function swatch({ shape, tone, hatch }: LegendEntry, x: number, y: number, tokens: ChartTokens): readonly SceneShape[] {
  const color = toneColor(tone, tokens)
  const across: readonly Point[] = [
    [x, y],
    [x + SWATCH, y]
  ]
  const box = { x: x + 2, y: y - 5, width: 14, height: 10 }
  switch (shape) {
    case 'line':
      return [{ kind: 'path', points: across, stroke: color, lineWidth: 1.75 }]
    case 'dashed':
      return [{ kind: 'path', points: across, stroke: color, lineWidth: 1.25, dash: [5, 3] }]
    case 'dotted':
      return [{ kind: 'path', points: across, stroke: color, lineWidth: 1.5, dash: [2, 3] }]
    case 'dot':
      return [{ kind: 'circle', x: x + 9, y, r: 4, fill: color }]
    case 'ring':
      return [{ kind: 'circle', x: x + 9, y, r: 3.5, stroke: color }]
    case 'outline':
      return [{ kind: 'rect', ...box, stroke: color }]
    case 'dashed-outline':
      return [{ kind: 'rect', ...box, stroke: color, dash: [2, 2] }]
    case 'box':
      return [{ kind: 'rect', ...box, fill: color }, ...linesOver(box, hatch, tokens)]
  }
}

function lowered(shape: SceneShape, by: number): SceneShape {
  return shape.kind === 'path'
    ? { ...shape, points: shape.points.map(([x, y]): Point => [x, y + by]) }
    : { ...shape, y: shape.y + by }
}

/** A chart as a report shows it: with its legend, which on the screen stands next to it. */
export function reportScene(
  model: ChartModel,
  { width, height }: ChartSize,
  tokens: ChartTokens
): { readonly scene: Scene; readonly size: ChartSize } {
  const legend: SceneShape[] = []
  let [x, y] = [0, LINE / 2]
  for (const entry of model.legend) {
    const room = SWATCH + 4 + textWidth(entry.label) + GAP
    if (x > 0 && x + room > width) [x, y] = [0, y + LINE]
    legend.push(...swatch(entry, x, y, tokens))
    legend.push({ kind: 'text', x: x + SWATCH + 4, y, text: entry.label, fill: tokens.textSecondary })
    x += entry.label === '' ? SWATCH : room
  }
  const above = legend.length === 0 ? 0 : y + LINE
  const scene = model.scene(tokens, { width, height })
  return {
    scene: { ...scene, shapes: [...legend, ...scene.shapes.map((shape) => lowered(shape, above))] },
    size: { width, height: height + above }
  }
}

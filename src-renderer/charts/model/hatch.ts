import type { ChartTokens } from './chart-tokens.ts'
import type { Box, Point, SceneShape } from './scene.ts'

/** How fills are told apart where the system decides on the colors. */
export type Hatch = 'none' | 'rising' | 'falling' | 'level' | 'upright' | 'crossed'

/** The lines of a fill, and when it has them. */
export interface HatchUse {
  readonly lines: Hatch
  /** Their color: that of the page, or a darker one on pale fills. */
  readonly ink: 'page' | 'ref'
  /** In every look; otherwise where the system decides on the colors. */
  readonly always: boolean
}

const step = 6

/** Lines over a box, cut at its edges. */
export function hatchLines(box: Box, hatch: Hatch, stroke: string): SceneShape[] {
  if (hatch === 'none' || box.width <= 0 || box.height <= 0) return []
  if (hatch === 'crossed') return [...hatchLines(box, 'rising', stroke), ...hatchLines(box, 'falling', stroke)]
  const { x, y, width, height } = box
  const line = (points: readonly Point[]): SceneShape => ({ kind: 'path', points, stroke, lineWidth: 1 })
  if (hatch === 'level')
    return Array.from({ length: Math.floor(height / step) }, (_, i) =>
      line([
        [x, y + (i + 0.5) * step],
        [x + width, y + (i + 0.5) * step]
      ])
    )
  if (hatch === 'upright')
    return Array.from({ length: Math.floor(width / step) }, (_, i) =>
      line([
        [x + (i + 0.5) * step, y],
        [x + (i + 0.5) * step, y + height]
      ])
    )
  const lines: SceneShape[] = []
  for (let offset = step; offset < width + height; offset += step) {
    // From the left or upper edge to the upper or right one, along a diagonal.
    const from: Point = [Math.max(0, offset - height), Math.min(height, offset)]
    const to: Point = [Math.min(width, offset), Math.max(0, offset - width)]
    const place = ([dx, dy]: Point): Point => [x + dx, hatch === 'rising' ? y + dy : y + height - dy]
    lines.push(line([place(from), place(to)]))
  }
  return lines
}

/** The lines of a fill, where it has them in this look. */
export function linesOver(box: Box, hatch: HatchUse | undefined, tokens: ChartTokens): readonly SceneShape[] {
  return hatch !== undefined && (hatch.always || tokens.hatched) ? hatchLines(box, hatch.lines, tokens[hatch.ink]) : []
}

import type { Box, Point, SceneShape } from './scene.ts'

/** How fills are told apart where the system decides on the colours. */
export type Hatch = 'none' | 'rising' | 'falling' | 'level' | 'crossed'

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

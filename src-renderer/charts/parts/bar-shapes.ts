import type { Box, SceneShape } from '../model/scene.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'

/** A bar in one color. */
export function bar(box: Box, fill: string): SceneShape {
  return { kind: 'rect', ...box, fill }
}

/** In place of a value that is kept back: a dashed outline whose length says nothing. */
export function hiddenBar({ x, y, width, height }: Box, tokens: ChartTokens): SceneShape {
  return {
    kind: 'rect',
    x: x + 0.5,
    y: y + 0.5,
    width: Math.max(0, width - 1),
    height: Math.max(0, height - 1),
    stroke: tokens.lineStrong,
    dash: [3, 2]
  }
}

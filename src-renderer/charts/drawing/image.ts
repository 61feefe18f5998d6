import { sceneToPng, sceneToSvg } from './echarts.ts'
import type { ChartModel, ChartSize } from '../model/chart-model.ts'
import type { SceneShape } from '../model/scene.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'

const pngScale = 2

/** Height of the line that a note takes. */
const NOTE_ROOM = 20

/**
 * Draws a chart at rest, outside the page, on the page's color.
 * @param note a line below it
 * @returns a data URL; PNG at twice the size
 */
export function drawImage(
  model: ChartModel,
  chart: ChartSize,
  tokens: ChartTokens,
  type: 'svg' | 'png',
  note?: string
): string {
  const drawn = model.scene(tokens, chart)
  const size = note === undefined ? chart : { width: chart.width, height: chart.height + NOTE_ROOM }
  const scene = note === undefined ? drawn : { ...drawn, shapes: [...drawn.shapes, noteShape(note, chart, tokens)] }
  if (type === 'png') return sceneToPng(scene, size, tokens.page, tokens.font, pngScale)
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(sceneToSvg(scene, size, tokens.page, tokens.font))}`
}

function noteShape(text: string, { width, height }: ChartSize, tokens: ChartTokens): SceneShape {
  return { kind: 'text', x: 8, y: height + NOTE_ROOM / 2, text, fill: tokens.textTertiary, room: width - 16 }
}

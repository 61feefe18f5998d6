import { sceneToPng, sceneToSvg } from './echarts.ts'
import type { ChartModel, ChartSize } from '../model/chart-model.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'

const pngScale = 2

/**
 * Draws a chart at rest, outside the page, on the page's colour.
 * @returns a data URL; PNG at twice the size
 */
export function drawImage(model: ChartModel, size: ChartSize, tokens: ChartTokens, type: 'svg' | 'png'): string {
  const scene = model.scene(tokens, size)
  if (type === 'png') return sceneToPng(scene, size, tokens.page, tokens.font, pngScale)
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(sceneToSvg(scene, size, tokens.page, tokens.font))}`
}

import { startChart } from './echarts.ts'
import type { ChartModel, ChartSize } from './chart-model.ts'
import type { ChartTokens } from './chart-tokens.ts'

/**
 * Draws a chart at rest, outside the page, on the page's colour.
 * @returns a data URL; PNG at twice the size
 */
export function drawImage(
  model: ChartModel,
  size: ChartSize,
  look: { readonly tokens: ChartTokens; readonly theme: object },
  type: 'svg' | 'png'
): string {
  const element = document.createElement('div')
  const chart = startChart(element, look.theme, { ...size, renderer: type === 'svg' ? 'svg' : 'canvas' })
  chart.setOption({ ...model.option(look.tokens, size), backgroundColor: look.tokens.page })
  const url = chart.getDataURL({ type, pixelRatio: 2 })
  chart.dispose()
  return url
}

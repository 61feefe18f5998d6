import { appearance } from './appearance.ts'
import { drawInTurn } from './draw-queue.ts'
import { startChart, type ChartOption } from './echarts.ts'

const series: readonly ChartOption['series'][] = [
  { type: 'line', data: [1, 2] },
  { type: 'bar', data: [1, 2] },
  { type: 'scatter', data: [1, 2] },
  { type: 'custom', data: [1, 2], renderItem: () => ({ type: 'rect', shape: { width: 1, height: 1 } }) }
]

/**
 * Draws small charts outside the page, one after another, so that the first screen of real ones finds the fonts measured
 * and the code compiled.
 */
export function warmUpCharts(): void {
  for (const each of series)
    drawInTurn({}, () => {
      const { theme } = appearance()
      const chart = startChart(document.createElement('div'), theme, { renderer: 'svg', width: 200, height: 120 })
      chart.setOption({ xAxis: { type: 'category', data: ['a', 'b'] }, yAxis: { type: 'value' }, series: each })
      chart.dispose()
    })
}

import { appearance } from './appearance.ts'
import { drawInTurn } from './draw-queue.ts'
import { drawScene, startChart } from './echarts.ts'
import type { SceneShape } from '../model/scene.ts'

const size = { width: 8, height: 8 }

let begun = false

/**
 * Draws what the first chart of a page would spend most of its time on, before it and each part in a turn of its own: the
 * library itself, and the measures of the face in both weights. Only the first call does anything.
 */
export function warmUp(): void {
  if (begun) return
  begun = true
  const element = document.createElement('div')
  const text = (weight: 400 | 500): SceneShape => ({ kind: 'text', x: 0, y: 4, text: '0', fill: '#000', weight })
  const steps: readonly (readonly SceneShape[])[] = [
    [{ kind: 'rect', x: 0, y: 0, ...size, fill: '#000' }],
    [text(400)],
    [text(500)]
  ]
  for (const shapes of steps)
    drawInTurn({}, () => {
      const chart = startChart(element, size, 1)
      drawScene(chart, { shapes, places: [] }, appearance().font)
      chart.dispose()
    })
}

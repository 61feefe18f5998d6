import { GraphicComponent } from 'echarts/components'
import { init, use, type EChartsType } from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'
import { measureText } from './measure-text.ts'
import { sceneGraphic } from './scene-graphic.ts'
import type { ChartSize } from '../model/chart-model.ts'
import type { Scene } from '../model/scene.ts'

// Only what is used, so that the bundle stays small: the places of all shapes come from the chart kinds.
use([CanvasRenderer, GraphicComponent, SVGRenderer])

/**
 * Starts ECharts on a canvas in an element, which need not be in the page. The caller disposes of the instance.
 * @param scale device pixels per pixel
 */
export function startChart(element: HTMLElement, size: ChartSize, scale: number): EChartsType {
  return init(element, null, { renderer: 'canvas', devicePixelRatio: scale, ...size })
}

/** Draws a scene in place of what the chart showed, before it returns. @param font family of the texts */
export function drawScene(chart: EChartsType, scene: Scene, font: string): void {
  const elements = sceneGraphic(scene, font, measureText(font)).map((item) => ({ ...item, silent: true }))
  chart.setOption({ animation: false, graphic: { elements } }, { notMerge: true, silent: true })
  chart.getZr().flush()
}

/** A scene as an SVG document. @param background color of the paper */
export function sceneToSvg(scene: Scene, size: ChartSize, background: string, font: string): string {
  const chart = init(null, null, { renderer: 'svg', ssr: true, ...size })
  // The names of faces stand in an attribute, which double quotes would end.
  const faces = font.replaceAll('"', "'")
  const elements = sceneGraphic(onPaper(scene, size, background), faces, measureText(faces))
  chart.setOption({ animation: false, graphic: { elements } })
  const text = chart.renderToSVGString()
  chart.dispose()
  return text
}

/** A scene as a data URL of a PNG. @param background color of the paper */
export function sceneToPng(scene: Scene, size: ChartSize, background: string, font: string, scale: number): string {
  const chart = startChart(document.createElement('div'), size, scale)
  drawScene(chart, onPaper(scene, size, background), font)
  const url = chart.getDataURL({ type: 'png', pixelRatio: scale })
  chart.dispose()
  return url
}

function onPaper(scene: Scene, size: ChartSize, background: string): Scene {
  return { ...scene, shapes: [{ kind: 'rect', x: 0, y: 0, ...size, fill: background }, ...scene.shapes] }
}

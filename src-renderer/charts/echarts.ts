import { BarChart, CustomChart, LineChart, ScatterChart } from 'echarts/charts'
import { AriaComponent, GridComponent, MarkAreaComponent, MarkLineComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'
import type { BarSeriesOption, CustomSeriesOption, LineSeriesOption, ScatterSeriesOption } from 'echarts/charts'
import type {
  AriaComponentOption,
  GridComponentOption,
  MarkAreaComponentOption,
  MarkLineComponentOption
} from 'echarts/components'
import type { ComposeOption, EChartsType } from 'echarts/core'

use([
  AriaComponent,
  BarChart,
  CanvasRenderer,
  CustomChart,
  GridComponent,
  LineChart,
  MarkAreaComponent,
  MarkLineComponent,
  SVGRenderer,
  ScatterChart
])

/** What a chart kind may ask of ECharts: only the parts that are registered here, so that the bundle stays small. */
export type ChartOption = ComposeOption<
  | AriaComponentOption
  | BarSeriesOption
  | CustomSeriesOption
  | GridComponentOption
  | LineSeriesOption
  | MarkAreaComponentOption
  | MarkLineComponentOption
  | ScatterSeriesOption
>

/** Marks up to which the SVG renderer is used; above, canvas. */
const svgLimit = 5_000

/** The renderer for a chart of so many marks. */
export function rendererFor(marks: number): 'svg' | 'canvas' {
  return marks <= svgLimit ? 'svg' : 'canvas'
}

/**
 * Starts ECharts in an element, which need not be in the page. The caller disposes of the instance.
 * @param size pixels, and the renderer, see {@link rendererFor}
 */
export function startChart(
  element: HTMLElement,
  theme: object,
  size: { readonly renderer: 'svg' | 'canvas'; readonly width: number; readonly height: number }
): EChartsType {
  return init(element, theme, size)
}

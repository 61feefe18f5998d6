import type { EChartsType } from 'echarts/core'
import { drawScene, startChart } from './echarts.ts'
import { placeMarks, type PlacedMark } from './pointing.ts'
import type { Box } from '../model/scene.ts'
import type { ChartModel, ChartSize } from '../model/chart-model.ts'
import type { ChartTokens } from '../model/chart-tokens.ts'

/** What one drawing of a chart is made of. */
interface Draft {
  readonly model: ChartModel
  /** Pixels that the chart is laid out in. */
  readonly layout: ChartSize
  /** Pixels that are drawn: less than the layout where rows are left out at its end. */
  readonly size: ChartSize
  /** How many of the first marks can be pointed at. */
  readonly marks: number
}

/** A chart on a canvas in an element, and where its marks stand. */
export class Drawing {
  #chart: EChartsType | undefined
  #drawn: { readonly scale: number; readonly size: ChartSize } | undefined
  #placed: readonly PlacedMark[] = []
  #plots: readonly Box[] = []

  /** The marks that are in sight. */
  get placed(): readonly PlacedMark[] {
    return this.#placed
  }

  /** The plots that tell marks apart, where there are several. */
  get plots(): readonly Box[] {
    return this.#plots
  }

  /** @param scale device pixels per pixel */
  draw(element: HTMLElement, { model, layout, size, marks }: Draft, tokens: ChartTokens, scale: number): void {
    const scene = model.scene(tokens, layout)
    if (this.#drawn?.scale !== scale) this.stop()
    if (this.#chart === undefined) this.#chart = startChart(element, size, scale)
    // Draws everything again, so only where something changed.
    else if (this.#drawn?.size.width !== size.width || this.#drawn.size.height !== size.height)
      this.#chart.resize({ ...size, silent: true })
    this.#drawn = { scale, size }
    drawScene(this.#chart, scene, tokens.font)
    this.#placed = placeMarks(model.marks.slice(0, marks), scene)
    this.#plots = scene.plots ?? []
  }

  /** Gives back what the canvas takes. */
  stop(): void {
    this.#chart?.dispose()
    this.#chart = this.#drawn = undefined
  }
}

import type { Figure } from '#engine/base/figures/figure.ts'
import type { Filter } from '#engine/base/figures/filter.ts'
import type { TableData } from '../../ui/copy/delimited.ts'
import type { ChartTokens } from './chart-tokens.ts'
import type { HatchUse } from './hatch.ts'
import type { Scene } from './scene.ts'

/** Pixels that a chart may fill. */
export interface ChartSize {
  readonly width: number
  readonly height: number
}

/** Something on a chart that can be pointed at, by mouse or keyboard. */
export interface ChartMark {
  /** The same for the same thing after a redraw. */
  readonly key: string
  /** What it is, e.g. "Q3 2026, above 9%". */
  readonly title: string
  /** What it says, one line each; the first is the value. */
  readonly lines: readonly string[]
  readonly figure?: Figure | undefined
  /** It opens something other than the rows of its figure. */
  readonly opens?: boolean
  /** What a click narrows the population to; empty when a filter could not say it. */
  readonly filters: readonly Filter[]
}

/** Whether there is something behind a mark that can be opened: rows, or a screen that lists them. */
export function opensSomething({ opens, figure }: ChartMark): boolean {
  return opens === true || figure?.rows !== undefined || figure?.route !== undefined
}

/** A name of a color of {@link ChartTokens}. */
export type Tone =
  | 'main'
  | 'ref'
  | 'forecast'
  | 'band80'
  | 'band95'
  | 'target'
  | 'improve'
  | 'concern'
  | `seq${1 | 2 | 3 | 4 | 5 | 6 | 7}`
  | keyof ChartTokens['statuses']

/** One entry of a legend. */
export interface LegendEntry {
  readonly label: string
  readonly shape: 'line' | 'dashed' | 'dotted' | 'box' | 'outline' | 'dashed-outline' | 'dot' | 'ring'
  readonly tone: Tone
  /** Lines over a box. */
  readonly hatch?: HatchUse
}

/** How a pointer finds a mark: the row or column it is in, the nearest one, or the shape under it. */
export type Pointing = 'row' | 'column' | 'near' | 'shape'

/** The upper part of a chart whose rows do not all fit. */
export interface Cut {
  /** Pixels that are drawn. */
  readonly height: number
  /** How many of the first marks are in it. */
  readonly marks: number
  /** How many are not. */
  readonly more: number
}

/** A chart as data: what to draw, what can be pointed at, and the same figures as a table and as a sentence. */
export interface ChartModel {
  readonly marks: readonly ChartMark[]
  readonly pointing: Pointing
  /** Marks in a row of a two-dimensional chart, for the up and down arrows; 1 when there is one dimension. */
  readonly stride: number
  readonly legend: readonly LegendEntry[]
  readonly table: TableData
  /** The finding, in one sentence. */
  readonly sentence: string
  /** What to beware of when reading the axes, for the caption; '' when nothing. */
  readonly note: string
  /** Below this height the chart is cut to whole rows, or else scrolls, instead of shrinking. */
  readonly minHeight: number
  /** What of a chart with a row per thing is drawn in a height; undefined when all of it fits. */
  cut?(height: number): Cut | undefined
  scene(tokens: ChartTokens, size: ChartSize): Scene
}

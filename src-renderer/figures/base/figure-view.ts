import { figuresMessages as m } from '#messages/figures.ts'
import type { Provenance } from '#engine/base/figures/figure.ts'
import type { KeyFigure } from '#engine/population/panels/results/shapes.ts'
import type { ChartModel } from '../../charts/model/chart-model.ts'
import type { ChartEvent } from '../../charts/parts/event-lines.ts'
import type { Goal } from '../../charts/parts/goal.ts'
import type { TableData } from '../../ui/copy/delimited.ts'
import type { Format } from '../../ui/format/format.ts'

/** A figure as screens, boards and reports show it; the properties of a region. */
export interface FigureView {
  readonly title: string
  readonly subtitle: string
  /** Who is counted, period, method, what to beware of. */
  readonly caption: string
  /** Undefined while nothing is calculated, and where the figure has no chart. */
  readonly model: ChartModel | undefined
  /** What the chart shows, where it is not what the title says. */
  readonly label?: string | undefined
  /** A smaller chart below the first. */
  readonly second?: { readonly label: string; readonly model: ChartModel } | undefined
  /** The table of a figure that has no chart. */
  readonly table?: TableData | undefined
  /** A single number. */
  readonly keyFigure?: KeyFigure | undefined
  readonly provenance: Provenance | undefined
  /** Why there is nothing to show, and the way out. */
  readonly empty?: string | undefined
}

/** What a figure is shown with next to its own data. */
export interface FigureExtras {
  /** What is aimed at. */
  readonly goal?: Goal | undefined
  /** Values to compare with, such as benchmarks. */
  readonly lines?: readonly Goal[] | undefined
  /** What happened on a day. */
  readonly events?: readonly ChartEvent[] | undefined
  /** What was chosen in the figure's own controls. */
  readonly choice?: string | undefined
  /** What it is called while no data say it. */
  readonly label?: string | undefined
}

/**
 * A figure of the result of a panel.
 * @param value undefined while it is being computed
 */
export type FigureBuild<T> = (value: T | undefined, format: Format, extras?: FigureExtras) => FigureView

/** "Cannot be computed: …" as the reason of an empty figure. */
export function emptyText(reason: string | undefined): string | undefined {
  return reason === undefined ? undefined : m.cannotBeComputed(reason)
}

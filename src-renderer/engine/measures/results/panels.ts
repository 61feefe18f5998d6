import type { EquityDimension } from '../../population/panels/results/equity-result.ts'
import type { Sort } from '../../population/panels/results/shapes.ts'
import type { AttributionPanel } from './attribution-result.ts'
import type { MeasureEquityPanel } from './equity-result.ts'
import type { ErrorsPanel, HeatmapPanel, MeasurePanel, ScorecardPanel } from './scorecard-result.ts'
import type { StarsPanel } from './stars-result.ts'
import type {
  GapPanel,
  GapSet,
  GapTarget,
  WorklistColumn,
  WorklistGrouping,
  WorklistPanel,
  WorklistQuery
} from './worklist-result.ts'

/** Which rows of the worklist, and in which order. */
interface WorklistOrder {
  readonly query: WorklistQuery
  readonly sort: Sort & { readonly column: WorklistColumn }
  readonly groupBy?: WorklistGrouping
  readonly revealed: boolean
}

/**
 * Every quality panel with its parameters and result. Like the other panels they are pure functions of data that are in
 * memory, and can be cloned structurally. A rate is named by its key, `<measure id>/<group id>`.
 */
export interface MeasurePanels {
  /** `everybody` rates also those who are no Medicare members by the Stars table. */
  readonly scorecard: {
    readonly params: { readonly table?: string; readonly everybody?: boolean }
    readonly result: ScorecardPanel
  }
  readonly measure: {
    readonly params: { readonly key: string; readonly table?: string; readonly everybody?: boolean }
    readonly result: MeasurePanel
  }
  /** What could not be evaluated in the run of a rate's measure. */
  readonly errors: {
    readonly params: { readonly key: string; readonly revealed: boolean }
    readonly result: ErrorsPanel
  }
  readonly heatmap: {
    readonly params: { readonly dimension: string; readonly limit: number; readonly table?: string }
    readonly result: HeatmapPanel
  }
  readonly equity: {
    readonly params: {
      readonly key: string
      readonly dimension: EquityDimension
      /** Value of the group that the others are compared with. */
      readonly reference?: string
      /** Value of the group whose gap is followed over time. */
      readonly group?: string
    }
    readonly result: MeasureEquityPanel
  }
  readonly attribution: {
    readonly params: {
      readonly provider?: string
      readonly offset: number
      readonly limit: number
      readonly revealed: boolean
    }
    readonly result: AttributionPanel
  }
  readonly stars: {
    readonly params: {
      readonly table: string
      /** Closures that are tried out, by code. */
      readonly closures: Readonly<Record<string, number>>
      /** Scores that were typed in, by code, in the unit of the cut points. */
      readonly scores: Readonly<Record<string, number>>
      /** Final adjustment category of each rating, from 1; none when absent. */
      readonly categories?: { readonly overall?: number; readonly partC?: number; readonly partD?: number }
      readonly everybody?: boolean
      /** Dimension whose values are rated each, e.g. `plan`. */
      readonly by?: string
    }
    readonly result: StarsPanel
  }
  readonly worklist: {
    readonly params: WorklistOrder & { readonly offset: number; readonly limit: number }
    readonly result: WorklistPanel
  }
  /** The gaps in ranges `[first, end)` of the worklist. */
  readonly entries: {
    readonly params: WorklistOrder & { readonly ranges: readonly (readonly [number, number])[] }
    readonly result: GapSet
  }
  /** Where rows stand in the worklist now; those that are no longer in it are left out. */
  readonly places: {
    readonly params: WorklistOrder & { readonly gaps: GapSet }
    readonly result: readonly number[]
  }
  /** What events are recorded about: these gaps, or all that a query finds. */
  readonly targets: {
    readonly params: { readonly gaps: GapSet } | { readonly query: WorklistQuery }
    readonly result: readonly GapTarget[]
  }
  readonly gap: {
    readonly params: { readonly entry: number; readonly revealed: boolean }
    readonly result: GapPanel
  }
}

/** Name of a panel that needs the results of measures. */
export type MeasurePanelName = keyof MeasurePanels

/** What such a panel is asked with. */
export type MeasurePanelParams<N extends MeasurePanelName> = MeasurePanels[N]['params']

/** What such a panel answers. */
export type MeasurePanelResult<N extends MeasurePanelName> = MeasurePanels[N]['result']

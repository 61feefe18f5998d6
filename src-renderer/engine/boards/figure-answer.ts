import type { BoardPanel } from './figure-source.ts'
import type { Provenance } from '../base/figures/figure.ts'
import type { CohortFunnel } from '../cohorts/evaluate/funnel.ts'
import type { MeasurePanelResult } from '../measures/results/panels.ts'
import type { WorklistPanel, WorklistSelection } from '../measures/results/worklist-result.ts'
import type { PanelResult } from '../population/panels/results/panel.ts'
import type { RowsPanel } from '../population/panels/results/rows-result.ts'
import type { RiskPanelResult } from '../risk/panels/risk-results.ts'

/** What a statement answered: its first rows. */
export interface StatementAnswer {
  readonly statement: string
  readonly columns: readonly { readonly name: string; readonly numeric: boolean }[]
  readonly rows: readonly (readonly (string | number | null)[])[]
  /** Rows of the answer, of which `rows` may have the first only. */
  readonly total: number
  readonly provenance: Provenance
}

/** The attrition of a saved cohort. */
export interface CohortAnswer {
  readonly title: string
  readonly startText: string
  readonly indexText: string | undefined
  readonly steps: readonly string[]
  readonly funnel: CohortFunnel
  readonly provenance: Provenance
}

/** The gaps of a view of the worklist, people masked: the first rows, or those of each measure as groups. */
export interface WorklistAnswer {
  readonly view: WorklistSelection
  readonly list: WorklistPanel
  readonly provenance: Provenance
}

/** What answers a source: the result of its panel or of a part of it, the rows of its statement, the attrition of its cohort, the gaps of its view. */
export type FigureAnswer =
  | PanelResult<BoardPanel | 'part'>
  | MeasurePanelResult<'scorecard' | 'measure' | 'equity'>
  | RiskPanelResult<'summary' | 'lists' | 'hcc'>
  | StatementAnswer
  | CohortAnswer
  | WorklistAnswer
  | RowsPanel

import type { RowSelector } from '../../../base/figures/filter.ts'
import type { CostBasis } from '../../claims/claim-amounts.ts'
import type { ReadmissionScope } from '../../stays/readmissions.ts'
import type { ControlChartPanel } from './control-chart-result.ts'
import type { CostPanel } from './cost-result.ts'
import type { EquityDimension, EquityPanel } from './equity-result.ts'
import type { FitnessFacts } from './fitness-result.ts'
import type { ForecastPanel, ForecastSubject } from './forecast-result.ts'
import type { ReconciliationPanel } from './reconciliation-result.ts'
import type { UsePanel } from './use-result.ts'
import type { DataQualityPanel } from './data-quality-result.ts'
import type { OverviewPanel, SignalsPanel } from './overview-result.ts'
import type { PanelPart, PartedPanel, PartName } from './panel-part.ts'
import type { PatientPanel, PatientsPanel } from './patient-result.ts'
import type { RegistryPanel } from './registry-result.ts'
import type { RowsPanel } from './rows-result.ts'
import type { Sort } from './shapes.ts'
import type { DataExtent, Summary } from './summary-result.ts'

/**
 * Every panel with its parameters and result. A panel is a pure function of (store, context, parameters); it runs in the store
 * worker, in tests and in the headless host. Results can be cloned structurally.
 */
export interface Panels {
  /** The same whatever the context is. */
  readonly extent: { readonly params: Record<string, never>; readonly result: DataExtent }
  readonly summary: { readonly params: Record<string, never>; readonly result: Summary }
  readonly overview: { readonly params: Record<string, never>; readonly result: OverviewPanel }
  readonly signals: { readonly params: Record<string, never>; readonly result: SignalsPanel }
  readonly registry: { readonly params: { readonly id: string }; readonly result: RegistryPanel }
  readonly controlChart: {
    /** Ids of a registry and of one of its controls. */
    readonly params: { readonly id: string; readonly control: string }
    readonly result: ControlChartPanel
  }
  readonly cost: {
    readonly params: { readonly basis?: CostBasis; readonly stays?: ReadmissionScope }
    readonly result: CostPanel
  }
  readonly use: { readonly params: { readonly stays?: ReadmissionScope }; readonly result: UsePanel }
  readonly reconciliation: { readonly params: Record<string, never>; readonly result: ReconciliationPanel }
  readonly equity: {
    readonly params: {
      /** Which figure, as `equityList` names it. */
      readonly key: string
      readonly dimension: EquityDimension
      /** Value of the group that the others are compared with. */
      readonly reference?: string
      /** Value of the group whose gap is followed over time. */
      readonly group?: string
    }
    readonly result: EquityPanel
  }
  readonly forecast: { readonly params: { readonly subject?: ForecastSubject }; readonly result: ForecastPanel }
  /** A part of another panel, for a figure that stands without the others. */
  readonly part: {
    readonly params: {
      [P in PartedPanel]: { readonly panel: P; readonly params: PanelParams<P>; readonly part: PartName<P> }
    }[PartedPanel]
    readonly result: PanelPart
  }
  readonly fitness: { readonly params: Record<string, never>; readonly result: FitnessFacts }
  readonly quality: { readonly params: Record<string, never>; readonly result: DataQualityPanel }
  readonly patients: {
    readonly params: {
      readonly query: string
      /** Adds the latest results of this registry's controls. */
      readonly registry?: string
      readonly sort: Sort
      readonly offset: number
      readonly limit: number
      readonly revealed: boolean
    }
    readonly result: PatientsPanel
  }
  readonly patient: {
    readonly params: { readonly patient: number; readonly revealed: boolean }
    readonly result: PatientPanel
  }
  readonly rows: {
    readonly params: {
      readonly selector: RowSelector
      readonly sort?: Sort
      readonly offset: number
      readonly limit: number
      readonly revealed: boolean
    }
    readonly result: RowsPanel
  }
}

/** Name of a panel. */
export type PanelName = keyof Panels
/** What a panel is asked with. */
export type PanelParams<N extends PanelName> = Panels[N]['params']
/** What a panel answers. */
export type PanelResult<N extends PanelName> = Panels[N]['result']

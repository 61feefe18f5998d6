import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { Day } from '../../base/figures/filter.ts'
import type { BreakdownRow } from '../../population/panels/results/shapes.ts'

/** Use of hospitals that better care elsewhere might have avoided, and frailty, by imported tables. */
export interface AvoidablePanel {
  /** The 12 months that stays and visits are counted in. */
  readonly period: { readonly from: Day; readonly to: Day }
  readonly indicators: {
    /** Why there is nothing, in words for a sentence; undefined where there is something. */
    readonly missing: string | undefined
    readonly rows: readonly {
      readonly id: string
      readonly title: string
      /** `18 and over` */
      readonly ages: string
      readonly stays: Figure
      readonly rate: Figure
      /** By age, with the weights of the standard population. */
      readonly standardized: Figure
    }[]
    /** Stays of these months whose principal diagnosis nothing tells: they count in no indicator. */
    readonly undecidable: number
    readonly stays: number
    readonly provenance: Provenance
  }
  readonly emergency: {
    readonly missing: string | undefined
    readonly rows: readonly {
      readonly id: string
      readonly label: string
      readonly avoidable: boolean
      /** Sum of the probabilities of the visits, and their share of the visits that are classified. */
      readonly visits: Figure
      readonly share: Figure
    }[]
    /** Share of the visits that are classified in the first three classes. */
    readonly avoidable: Figure
    readonly classified: Figure
    readonly provenance: Provenance
  }
  readonly frailty: {
    readonly missing: string | undefined
    readonly mean: Figure
    readonly bands: readonly BreakdownRow[]
    readonly provenance: Provenance
  }
}

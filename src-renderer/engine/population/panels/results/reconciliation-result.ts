import type { Day } from '../../../base/figures/filter.ts'
import type { Figure, Provenance } from '../../../base/figures/figure.ts'

/** Rows of one source by what the other says about them. */
export interface ReconciledSide {
  readonly id: 'claims' | 'chart'
  readonly title: string
  /** Share that the other source has, too. */
  readonly matched: Figure
  /** By what the other source says, with the likely reason. */
  readonly outcomes: readonly {
    readonly id: string
    readonly label: string
    readonly about: string
    readonly figure: Figure
  }[]
  /** Share that the other source does not have, by type, code, payer and practice. */
  readonly groups: readonly {
    readonly id: string
    readonly label: string
    /** Values with fewer rows, which are not shown. */
    readonly more: number
    readonly rows: readonly { readonly id: string; readonly label: string; readonly figure: Figure }[]
  }[]
  readonly provenance: Provenance
}

/** Claims and chart side by side. */
export interface ReconciliationPanel {
  /** Why there is nothing to reconcile, in words for a sentence. */
  readonly missing: string | undefined
  /** First and last day of service. */
  readonly period: { readonly from: Day; readonly to: Day }
  readonly sides: readonly ReconciledSide[]
  /** Days from the service to the day on which its claim became known, by type of service. */
  readonly lag: {
    readonly rows: readonly {
      readonly id: string
      readonly label: string
      readonly median: Figure
      /** Claims that became known within 30 days. */
      readonly within30: Figure
    }[]
    readonly provenance: Provenance
  }
  /** Days from the request of prior authorizations to the decision, by payer; no rows where the data hold no decisions. */
  readonly authorizations: {
    readonly rows: readonly {
      readonly id: string
      readonly label: string
      readonly decisions: number
      readonly median: Figure
      /** Decided within the limit of standard requests. */
      readonly within: Figure
    }[]
    readonly provenance: Provenance
  }
  /** Members of each registry who are known from one source alone: what figures would lose without the other. */
  readonly registries: {
    readonly rows: readonly {
      readonly id: string
      readonly title: string
      readonly members: number
      readonly sources: readonly { readonly id: string; readonly label: string; readonly figure: Figure }[]
    }[]
    readonly provenance: Provenance
  }
}

import type { Figure } from '../../../base/figures/figure.ts'
import type { Funnel } from './funnel-result.ts'
import type { RegistryPanel } from './registry-result.ts'
import type { KeyFigure, Series } from './shapes.ts'

/** How much hospital care people use. */
export interface UsePanel {
  readonly keyFigures: readonly KeyFigure[]
  /** Events per 1,000 person-years by month. */
  readonly emergency: Series
  readonly inpatient: Series
  /** Why the data do not tell them, in words for a sentence; without a reason they do. */
  readonly missing: { readonly emergency?: string; readonly inpatient?: string }
  /** Emergency visits, inpatient stays and readmissions by group. */
  readonly groups: readonly RegistryPanel['strata'][number][]
  readonly hospitals: {
    /** Of the index stays of 12 months; undefined for fewer than two hospitals. */
    readonly readmissions: Funnel | undefined
    /** Inpatient stays that ended in 12 months, the most first. */
    readonly stays: readonly {
      readonly id: string
      readonly label: string
      readonly figure: Figure
      /** NaN where a stay has no last day. */
      readonly meanDays: number
    }[]
  }
  /** Stays that ended in 12 months, by their length. */
  readonly lengths: readonly { readonly id: string; readonly label: string; readonly figure: Figure }[]
}

import type { Definition, Figure } from '../../base/figures/figure.ts'

/** Why a person counts as somebody's. */
export type AttributionReason =
  | 'general-practitioner'
  | 'most-visits'
  | 'most-visits-latest'
  | 'most-visits-first-name'
  | 'nobody'

/** A practice or provider with the people who are attributed to it. */
export interface AttributionRow {
  readonly patient: number
  readonly id: string
  /** Masked unless revealed. */
  readonly name: string
  /** Value of the dimension `provider`. */
  readonly provider: string
  readonly label: string
  readonly reason: AttributionReason
  /** In words, with the numbers. */
  readonly why: string
  readonly visits: number
  /** Who would be next, by the same rules. */
  readonly runnerUp: string | undefined
  readonly runnerUpVisits: number
}

/** Who is attributed to whom, and by which rule. */
export interface AttributionPanel {
  readonly reasons: readonly { readonly reason: AttributionReason; readonly label: string; readonly people: Figure }[]
  readonly total: number
  readonly rows: readonly AttributionRow[]
  readonly definition: Definition
}

import type { Figure, Provenance } from '../../../base/figures/figure.ts'

/** A practice or a hospital among all of them. */
export interface FunnelRow {
  /** Id of the practice, key of the hospital. */
  readonly unit: string
  readonly label: string
  readonly figure: Figure
  /** 0 … 1: how much of the difference between units is not chance; see the definition. */
  readonly reliability: number
  /** Absent where the unit differs no more from all than chance explains. */
  readonly outside?: 'above' | 'below'
}

/** An indicator of 12 months by practice or hospital, against limits that narrow with their size. */
export interface Funnel {
  readonly id: string
  readonly title: string
  readonly better: 'above' | 'below'
  readonly units: 'practices' | 'hospitals'
  /** What the size of a unit counts. */
  readonly sizes: 'people' | 'stays' | 'person-years'
  readonly overall: Figure
  readonly rows: readonly FunnelRow[]
  /** Limits by size, ascending. */
  readonly limits: readonly { readonly of: number; readonly lower: number; readonly upper: number }[]
  readonly provenance: Provenance
}

import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { Filter } from '../../../base/figures/filter.ts'
import type { Series } from './shapes.ts'

/** What figures are compared by to find unequal care. */
export const equityDimensions = [
  'race',
  'ethnicity',
  'language',
  'sex',
  'age',
  'payer',
  'city',
  'deprivation',
  'rurality'
] as const
export type EquityDimension = (typeof equityDimensions)[number]

/**
 * What a compared figure is: a share of people or cases, whose gaps are in points of percent; events per 1,000 units of time; or a mean
 * in US dollars.
 */
export type EquityKind = 'proportion' | 'rate' | 'mean'

/** One group of people against the group of comparison. */
export interface EquityGroup {
  readonly value: string
  readonly label: string
  /** Nothing is recorded for these people. */
  readonly unrecorded: boolean
  readonly filter: Filter
  readonly people: number
  readonly rate: Figure
  /** Above or below the comparison, in the unit of the kind; undefined for the comparison itself and where nobody is eligible. */
  readonly gap: Figure | undefined
  /** Rate ÷ rate of the comparison. */
  readonly ratio: Figure | undefined
  /** Parts of the gap from where people are treated, and from differences at the same practice. */
  readonly between: number | undefined
  readonly within: number | undefined
  /** Chance does not explain the gap, among as many as the definition says that are compared. */
  readonly beyondChance: boolean
}

/** Whether a figure is alike for all groups of people. */
export interface EquityPanel {
  readonly key: string
  readonly title: string
  readonly kind: EquityKind
  /** Which way is better; undefined where neither is. */
  readonly direction: 'increase' | 'decrease' | undefined
  readonly dimensions: readonly { readonly id: EquityDimension; readonly label: string }[]
  readonly dimension: EquityDimension
  /** Why there are no groups, in words for a sentence; undefined where there are. */
  readonly missing: string | undefined
  readonly overall: Figure
  /** The group that the others are compared with: the largest unless another was chosen. */
  readonly reference: string | undefined
  /** Most people first, those of whom nothing is recorded last. */
  readonly groups: readonly EquityGroup[]
  /** The gap of one group over time; empty where it is known for one time alone. */
  readonly trend: { readonly group: string; readonly label: string; readonly series: Series } | undefined
  readonly provenance: Provenance
}

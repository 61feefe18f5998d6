import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { Filter } from '../../base/figures/filter.ts'
import type { Series } from '../../population/panels/results/shapes.ts'
import type { Improvement } from './improvement.ts'

/** What rates are compared by to find unequal care. */
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

/** One group of people against the group of comparison. */
export interface EquityGroup {
  readonly value: string
  readonly label: string
  /** Nothing is recorded for these people. */
  readonly unrecorded: boolean
  readonly filter: Filter
  readonly people: number
  readonly rate: Figure
  /** Points of percent above or below the comparison; undefined for the comparison itself and where nobody is eligible. */
  readonly gap: Figure | undefined
  /** Rate ÷ rate of the comparison. */
  readonly ratio: Figure | undefined
  /** Points of the gap from where people are treated, and from differences at the same practice. */
  readonly between: number | undefined
  readonly within: number | undefined
}

/** Whether a measure is met alike by all groups of people. */
export interface EquityPanel {
  readonly key: string
  readonly title: string
  readonly improvement: Improvement
  readonly dimensions: readonly { readonly id: EquityDimension; readonly label: string }[]
  readonly dimension: EquityDimension
  /** Why there are no groups, in words for a sentence; undefined where there are. */
  readonly missing: string | undefined
  readonly overall: Figure
  /** The group that the others are compared with: the largest unless another was chosen. */
  readonly reference: string | undefined
  /** Most people first, those of whom nothing is recorded last. */
  readonly groups: readonly EquityGroup[]
  /** The gap of one group over the periods that were run, in points; empty where one period alone was. */
  readonly trend: { readonly group: string; readonly label: string; readonly series: Series } | undefined
  readonly provenance: Provenance
}

import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { Filter } from '../../base/figures/filter.ts'
import type { SplitGap } from '../../base/stats/compare-proportions.ts'
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
  /** Chance does not explain the gap, among as many as there are of all measures and groups: see {@link MeasureGaps}. */
  readonly beyondChance: boolean
}

/** The gap of one measure and one group. */
export interface MeasureGap {
  /** Of the rate. */
  readonly key: string
  readonly title: string
  readonly improvement: Improvement
  /** The group. */
  readonly value: string
  readonly label: string
  readonly unrecorded: boolean
  readonly rate: Figure
  /** Points of percent above or below the comparison. */
  readonly gap: Figure
  /** Of a gap at least as large if both groups had the same rate; from 0 to 1. */
  readonly probability: number
  /** The probability is at most {@link MeasureGaps.level}. */
  readonly beyondChance: boolean
  /** Parts of a gap that chance does not explain, by practice; from -1 to 1. */
  readonly split: SplitGap | undefined
}

/** The gaps of all measures between the groups of a dimension and one of them. */
export interface MeasureGaps {
  /** Label of the group that the others are compared with. */
  readonly reference: string
  /** The least likely by chance first. */
  readonly rows: readonly MeasureGap[]
  /** How many of the rows chance alone would take beyond the level on average, if no groups differed. */
  readonly expectedFalse: number
  /** Probability up to which a gap is beyond chance. */
  readonly level: number
  readonly provenance: Provenance
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
  /** The same comparison for all measures; undefined where the measure in view has no groups to compare. */
  readonly all: MeasureGaps | undefined
  /** The gap of one group over the periods that were run, in points; empty where one period alone was. */
  readonly trend: { readonly group: string; readonly label: string; readonly series: Series } | undefined
  readonly provenance: Provenance
}

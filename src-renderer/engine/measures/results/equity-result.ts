import type { Figure, Provenance } from '../../base/figures/figure.ts'
import type { SplitGap } from '../../base/stats/compare-proportions.ts'
import type { EquityPanel } from '../../population/panels/results/equity-result.ts'
import type { Improvement } from './improvement.ts'

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

/** Whether a measure is met alike by all groups of people, and what is so of all measures. */
export interface MeasureEquityPanel extends EquityPanel {
  /** The same comparison for all measures; undefined where the measure in view has no groups to compare. */
  readonly all: MeasureGaps | undefined
}

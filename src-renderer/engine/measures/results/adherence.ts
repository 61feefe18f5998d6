import type { Day } from '../../base/figures/filter.ts'

/**
 * Proportion of days covered of one person, as the Medicare Part C and D Star Ratings technical notes count it (attachment
 * on medication adherence): days from the first fill to the last day that counts, without days in hospital.
 */
export interface Adherence {
  readonly firstFill: Day
  readonly lastDay: Day
  /** Days in the treatment period, and those of them that the supply at hand covers. */
  readonly days: number
  readonly covered: number
  /** The same up to the date that is looked at. */
  readonly daysSoFar: number
  readonly coveredSoFar: number
  /** Days still missing to eighty of a hundred; 0 when they are reached. */
  readonly missing: number
  /** Days that can go by without supply from the date on; none when it is too late or all are reached. */
  readonly spare: number
  /** The last day with supply at hand. */
  readonly suppliedTo: Day
  /**
   * The last day on which a fill can still bring eighty of a hundred, when every day from then on is covered; undefined
   * where they are reached already.
   */
  readonly lastImpactable: Day | undefined
}

/** Of people who have not reached 80% of days covered: whom a fill can still bring there. */
export interface AdherenceSummary {
  readonly reachable: number
  /** Their last impactable day is over. */
  readonly tooLate: number
  /** The earliest last day of those who can be reached. */
  readonly soonest: Day | undefined
}

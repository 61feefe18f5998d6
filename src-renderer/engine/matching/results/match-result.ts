import type { PersonRecord } from '../records/person-record.ts'
import type { HoldReason, MatchRule } from '../scores/pair-rules.ts'
import type { PairScore } from '../scores/score-pair.ts'
import type { TrainedWeights } from '../scores/train-weights.ts'

/** What a user decided about two records. */
export interface MatchDecision {
  /** Ids of Patient resources with their sources. */
  readonly left: string
  readonly right: string
  readonly same: boolean
}

/** Probabilities from which on a pair is matched automatically, and from which on it is shown for review. */
export interface MatchThresholds {
  readonly automatic: number
  readonly review: number
}

/** Of a hundred pairs at the automatic threshold one is expected to be wrong. */
export const defaultThresholds: MatchThresholds = { automatic: 0.99, review: 0.5 }

/** Two records that may be of one person. */
export interface ScoredPair extends PairScore {
  /** Places in {@link MatchResult.records}. */
  readonly left: number
  readonly right: number
  /** By which rule they are of one person, whatever the score is. */
  readonly rule: MatchRule | undefined
}

/** Two records that nobody can tell automatically. */
export interface ReviewPair extends ScoredPair {
  readonly reason: HoldReason | 'score'
}

/** Why records are of one person. */
export interface MatchLink extends ScoredPair {
  readonly by: 'rule' | 'score' | 'decision'
}

/** Who the records of several sources are of. */
export interface MatchResult {
  readonly records: readonly PersonRecord[]
  /** By record: number of the person, from 0 in the order of their first records. */
  readonly personOf: Int32Array
  readonly people: number
  /** The pairs that joined records. */
  readonly links: readonly MatchLink[]
  /** To be reviewed, the likeliest first. */
  readonly review: readonly ReviewPair[]
  readonly weights: TrainedWeights
  readonly thresholds: MatchThresholds
  /** Pairs that were compared. */
  readonly compared: number
  /** Values that so many records share that their pairs were not compared for them alone. */
  readonly skippedBlocks: number
  /** Decisions about records that are not here, or that contradict one another. */
  readonly unusedDecisions: number
}

import type { MatchThresholds } from './match-result.ts'

/** A source of the population. */
export interface SourceRow {
  readonly name: string
  readonly base: string | undefined
  /** Milliseconds since 1970. */
  readonly exportedAt: number | undefined
  readonly resources: number
  /** Patient resources. */
  readonly people: number
  /** Of these, how many are of a person with records in other sources, too. */
  readonly shared: number
}

/** What two records say about one thing, side by side. */
export interface SideBySide {
  readonly label: string
  /** Masked unless names are revealed; '' where the record does not say. */
  readonly left: string
  readonly right: string
  /** How far they agree, in words; undefined for what is not compared. */
  readonly agreement: string | undefined
  /** Bits for a match where above 0, against it below; undefined for what is not compared. */
  readonly weight: number | undefined
}

/** Two records for review. */
export interface ReviewRow {
  /** Ids with their sources. */
  readonly left: string
  readonly right: string
  readonly leftSource: string
  readonly rightSource: string
  readonly probability: number
  /** Why they were not matched automatically. */
  readonly reason: string
  readonly sides: readonly SideBySide[]
}

/** A person whose records say different things, and what holds. */
export interface ConflictRow {
  /** Id of a record of the person. */
  readonly person: string
  readonly fact: string
  /** What holds. */
  readonly value: string
  readonly sayings: readonly { readonly source: string; readonly value: string }[]
}

/** A field by which records are compared, with what was learned about it. */
export interface WeightRow {
  readonly label: string
  readonly levels: readonly { readonly label: string; readonly weight: number }[]
}

/** What the Sources screen shows. */
export interface MatchView {
  readonly sources: readonly SourceRow[]
  readonly records: number
  readonly people: number
  readonly matched: readonly { readonly label: string; readonly pairs: number }[]
  readonly review: readonly ReviewRow[]
  /** Also of what is not listed. */
  readonly reviewCount: number
  /** What several sources say about one person, and is counted once. */
  readonly duplicates: readonly { readonly label: string; readonly rule: string; readonly count: number }[]
  readonly conflicts: readonly ConflictRow[]
  readonly conflictCount: number
  /** How conflicting facts are resolved. */
  readonly factRule: string
  readonly weights: readonly WeightRow[]
  readonly thresholds: MatchThresholds
  readonly skippedBlocks: number
  readonly unusedDecisions: number
}

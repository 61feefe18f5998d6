import type { Day } from '../../../base/figures/filter.ts'
import type { Figure, Provenance } from '../../../base/figures/figure.ts'
import type { SeriesPoint } from './shapes.ts'

/** Something that is amiss: how often, and the rows or the screen that lists them. */
export interface DataQualityFault {
  readonly id: string
  readonly label: string
  readonly figure: Figure
}

/** Something that figures rest on. */
export interface DataQualityInput {
  readonly id: string
  readonly label: string
  /** 0..100, rounded down */
  readonly score: number
  readonly reason: string
  readonly good: number
  /** 0 where the data hold nothing of its kind. */
  readonly all: number
  /** It limits a breakdown only, and does not count for the fitness. */
  readonly optional: boolean
  /** What is not good, most frequent first. Months without data have no rows to name. */
  readonly faults: readonly DataQualityFault[]
}

/** How many resources of one kind there are. The rows are those of the kind's table; a kind without a table has none. */
export interface ResourceCount {
  readonly resourceType: string
  /** A canonical address of `meta.profile`; undefined for all resources of the type. */
  readonly profile: string | undefined
  readonly figure: Figure
}

/** Months in which a feed has far fewer rows than around them. */
export interface FeedGaps {
  readonly rows: readonly {
    readonly id: string
    /** Table whose rows are few. */
    readonly table: string
    /** Payer whose claims are few, as written; '' for all rows of the table. */
    readonly payer: string
    /** Practice whose people's rows are few; '' for everybody's. */
    readonly practice: string
    /** Category of observations that are few; '' for all. */
    readonly category: string
    /** The feed, the claims of a payer, or the records of a practice's people. */
    readonly source: string
    /** First and last day. */
    readonly from: Day
    readonly to: Day
    /** The feed has stopped: nothing has come since, up to the end of the data. */
    readonly isStopped: boolean
    /** Where a feed that has stopped came from; empty for others, and in a population of one source. */
    readonly sources: readonly {
      readonly name: string
      /** Base URL of its FHIR server, without a slash at the end, where it is known. */
      readonly base?: string
    }[]
    readonly found: Figure
    /** Rows of as many usual months. */
    readonly usual: Figure
  }[]
  /** Months of feeds, payers and practices that were looked at. */
  readonly judged: number
  readonly provenance: Provenance
}

/** Rows of feeds by month. */
export interface FeedVolumes {
  /** All feeds, then payers and practices with gaps; each with the same months, oldest first. */
  readonly feeds: readonly {
    readonly id: string
    /** The feed, the claims of a payer, or the records of a practice's people. */
    readonly label: string
    readonly points: readonly (SeriesPoint & {
      /** Rows below which the month can be a gap; undefined where that cannot be told. */
      readonly limit: number | undefined
      readonly isGap: boolean
    })[]
  }[]
  readonly provenance: Provenance
}

/** What the screen about data quality draws. */
export interface DataQualityPanel {
  readonly inputs: readonly DataQualityInput[]
  /** Of all feeds, the earliest first. */
  readonly gaps: FeedGaps
  readonly volumes: FeedVolumes
  /** By type, most frequent first. */
  readonly types: readonly ResourceCount[]
  /** By the first profile that they name, most frequent first. */
  readonly profiles: readonly ResourceCount[]
}

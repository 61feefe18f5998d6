import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { Definition, Figure, Provenance } from '../figure.ts'
import type { MeasurementPeriod } from '../measures/measurement-period.ts'
import type { GroupRow, KeyFigure, Series, Sort } from '../panels/panel.ts'
import type { Day, Filter } from '../selection/filter.ts'
import type { ControlLimits, ControlSignal } from '../stats/control-chart.ts'

/**
 * The results that the quality screens draw. Like the other panels they are pure functions of data that are in memory,
 * and can be cloned structurally. A rate is named by its key, `<measure id>/<group id>`.
 */

/** A patient's place in one rate. */
export type GapStatus = 'open' | 'due-soon' | 'no-data' | 'closed' | 'excluded' | 'not-applicable'

/** Which way is better, and who says so. A local setting stands above the measure's own word. */
export interface Improvement {
  readonly direction: 'increase' | 'decrease'
  readonly source: 'setting' | 'measure' | 'assumed'
}

/** How far a rate is from a line that was set for it. */
export interface TargetLine {
  /** A proportion. */
  readonly value: number
  readonly met: boolean
  /** Fewest people who would have to change for the line to be met; undefined when not even all would do. */
  readonly people: number | undefined
}

/** A rate of others, to compare with. */
export interface Benchmark {
  readonly value: number
  readonly title: string
}

/** A rate against the cut points of one year. */
export interface StarPosition {
  readonly table: string
  readonly code: string
  readonly weight: number
  /** The score as it is compared: rounded first, in the unit of the cut points. */
  readonly score: number
  readonly stars: StarCount
  /** Scores from which 2, 3, 4 and 5 stars begin; descending where lower is better. */
  readonly cutPoints: readonly number[]
  readonly better: 'higher' | 'lower'
  /** Cut point of the next star and the people it takes; undefined with 5 stars, or when all people would not do. */
  readonly next: { readonly score: number; readonly people: number } | undefined
}

export type StarCount = 1 | 2 | 3 | 4 | 5

/** One rate of one measure. */
export interface ScorecardRow {
  readonly key: string
  readonly measure: string
  readonly url: string
  readonly version: string | undefined
  readonly group: string
  /** Title of the measure, with that of the rate where there are several. */
  readonly title: string
  readonly scoring: string
  /** `boolean` for patients, else the FHIR type that is counted. */
  readonly basis: string
  readonly improvement: Improvement
  readonly period: MeasurementPeriod
  /** The rate, or the score of a measure that is none. From source data alone. */
  readonly rate: Figure
  /** The rate with supplemental evidence that holds; undefined where that changes nothing. */
  readonly adjusted: Figure | undefined
  readonly initialPopulation: Figure
  /** All in the denominator. */
  readonly denominator: Figure
  /** The denominator without exclusions and exceptions: what the rate is divided by. */
  readonly eligible: Figure
  readonly numerator: Figure
  readonly exclusions: Figure
  readonly exceptions: Figure
  /** Living people with something left to do by source data; opens the people, not the cases. */
  readonly open: Figure
  readonly target: TargetLine | undefined
  readonly benchmark: Benchmark | undefined
  readonly star: StarPosition | undefined
  /** The rate in earlier periods, oldest first, with this one. */
  readonly trend: Series
  /** In points (hundredths) against the period one year earlier. */
  readonly versusLastYear: number | undefined
  /** Drawn with twelve or more periods. */
  readonly limits: ControlLimits | undefined
  /** Absent for ordinary variation. */
  readonly signal: ControlSignal | undefined
  /** 1 for the first of the list: weight gained per person. Undefined where nothing can be gained. */
  readonly opportunity: number | undefined
  /** Patients whose evaluation failed in part. */
  readonly problems: number
}

export interface ScorecardPanel {
  readonly rows: readonly ScorecardRow[]
  readonly keyFigures: readonly KeyFigure[]
  /** Smallest share of living people in view who have any of the kinds of record that a measure reads. */
  readonly weakest: { readonly label: string; readonly share: number } | undefined
}

/** One rate from all sides. */
export interface MeasurePanel {
  readonly row: ScorecardRow
  readonly definition: Definition
  /** The rate by payer, plan, practice, provider, age, sex, race and ethnicity. */
  readonly groups: readonly { readonly dimension: string; readonly label: string; readonly rows: readonly GroupRow[] }[]
  /** Everybody once: who counts and who does not. Adds up to the people in view. */
  readonly statuses: readonly { readonly status: GapStatus; readonly label: string; readonly figure: Figure }[]
  /** Strata that the measure itself defines. */
  readonly strata: readonly { readonly label: string; readonly rate: Figure }[]
  readonly provenance: Provenance
}

/** Measures by units, e.g. practices. */
export interface HeatmapPanel {
  readonly dimension: string
  readonly label: string
  /** Most people first. */
  readonly units: readonly {
    readonly value: string
    readonly label: string
    readonly people: number
    readonly filter: Filter
  }[]
  readonly rows: readonly {
    readonly key: string
    readonly title: string
    readonly improvement: Improvement
    readonly overall: Figure
    readonly target: number | undefined
    /** One per unit; without a value where nobody is eligible. */
    readonly cells: readonly {
      readonly figure: Figure
      readonly open: number
      /** Against the overall rate, by whether the interval leaves it out. */
      readonly compared: 'better' | 'worse' | 'same' | undefined
    }[]
  }[]
  readonly provenance: Provenance
}

/** Why a person counts as somebody's. */
export type AttributionReason =
  'general-practitioner' | 'most-visits' | 'most-visits-latest' | 'most-visits-first-name' | 'nobody'

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

export interface AttributionPanel {
  readonly reasons: readonly { readonly reason: AttributionReason; readonly label: string; readonly people: Figure }[]
  readonly total: number
  readonly rows: readonly AttributionRow[]
  readonly definition: Definition
}

/** One line of a Stars table with what is known of it. */
export interface StarRow {
  readonly code: string
  readonly title: string
  readonly domain: string
  readonly part: 'C' | 'D'
  readonly weight: number
  readonly unit: 'percent' | 'number'
  /** Digits after the point to which a score is rounded before it is compared. */
  readonly decimals: number
  readonly better: 'higher' | 'lower'
  readonly cutPoints: readonly number[]
  readonly dataPeriod: string
  /** Where the score comes from: a measure of this snapshot, a number that was typed in, or nowhere. */
  readonly source: 'measure' | 'entered' | 'none'
  /** Key of the rate, where there is one. */
  readonly rate: string | undefined
  readonly figure: Figure | undefined
  readonly score: number | undefined
  readonly stars: StarCount | undefined
  /** Closures that are tried out, and what they give. */
  readonly closures: number
  /** Most closures that are possible. */
  readonly available: number
  readonly triedScore: number | undefined
  readonly triedStars: StarCount | undefined
  readonly next: { readonly score: number; readonly people: number } | undefined
  /** What makes the score only similar to the official one, in a sentence. */
  readonly note: string | undefined
}

/** A rating before and after rounding. */
export interface StarRating {
  /** Measures with stars, and those that the table has. */
  readonly measures: number
  readonly of: number
  /** Weighted mean of the stars. */
  readonly mean: number
  readonly variance: number
  readonly rewardFactor: number
  /** Categorical Adjustment Index; 0 unless given. */
  readonly adjustment: number
  /** Mean + reward factor + adjustment. */
  readonly sum: number
  /** Rounded to half a star, 1 to 5. */
  readonly rating: number
}

export interface StarSummary {
  readonly overall: StarRating | undefined
  readonly partC: StarRating | undefined
  readonly partD: StarRating | undefined
  /** Whole stars; undefined where fewer than half of the domain's measures have stars. */
  readonly domains: readonly {
    readonly domain: string
    readonly part: 'C' | 'D'
    readonly stars: StarCount | undefined
    readonly measures: number
    readonly of: number
  }[]
}

/** The fewest people that bring the next half star. */
export interface StarPath {
  readonly from: number
  readonly to: number
  readonly people: number
  readonly steps: readonly {
    readonly code: string
    readonly title: string
    readonly rate: string | undefined
    readonly people: number
    readonly starsBefore: StarCount
    readonly starsAfter: StarCount
    /** Weighted mean before and after this step, in the order of the list. */
    readonly meanBefore: number
    readonly meanAfter: number
  }[]
}

export interface StarsPanel {
  readonly tables: readonly StarTableInfo[]
  readonly table: StarTableInfo
  readonly rows: readonly StarRow[]
  readonly now: StarSummary
  /** With the closures that are tried out. */
  readonly tried: StarSummary
  /** From `now`; undefined at 5 stars or when no closures reach it. */
  readonly path: StarPath | undefined
  /** Up to two other ways: the cheapest without the largest step of the way before. */
  readonly alternatives: readonly StarPath[]
  /** The rating if all cut points in per cent move by so many points, within the guardrail. */
  readonly guardrail: readonly { readonly shift: number; readonly mean: number; readonly rating: number }[]
  /** Ratings of each value of the dimension that was asked for. */
  readonly units: readonly {
    readonly value: string
    readonly label: string
    readonly filter: Filter
    readonly people: number
    readonly rating: StarRating | undefined
  }[]
  readonly keyFigures: readonly KeyFigure[]
  readonly provenance: Provenance
}

export interface StarTableInfo {
  readonly id: string
  readonly title: string
  readonly year: number
  readonly measurementYear: number
  readonly measures: number
  /** Categorical Adjustment Index by final adjustment category, from 1. */
  readonly adjustments: {
    readonly overall: readonly number[]
    readonly partC: readonly number[]
    readonly partD: readonly number[]
  }
}

/** One person and one rate of the worklist. */
export interface WorklistRow {
  /** Number of the row in the whole list, for selections: measure and patient. */
  readonly entry: number
  readonly patient: number
  readonly id: string
  /** Masked unless revealed. */
  readonly name: string
  readonly age: number | undefined
  readonly sex: string
  readonly key: string
  readonly url: string
  readonly group: string
  readonly title: string
  readonly status: GapStatus
  /** Why it has this status: from source data, or by an event. */
  readonly basis: 'source' | 'evidence' | 'closed-by-hand'
  /** What there is, and what is missing, in a sentence. */
  readonly why: string
  /** What closes it. */
  readonly closes: string
  /** Last day on which that counts. */
  readonly actBy: Day | undefined
  readonly provider: string
  readonly practice: string
  readonly payer: string
  readonly nextVisit: Day | undefined
  readonly lastVisit: Day | undefined
  readonly owner: string | undefined
  readonly outreach: { readonly count: number; readonly last: string | undefined }
  readonly notes: number
  readonly period: MeasurementPeriod
}

export const worklistColumns = [
  'patient',
  'measure',
  'status',
  'actBy',
  'nextVisit',
  'provider',
  'practice',
  'payer',
  'owner',
  'age'
] as const
export type WorklistColumn = (typeof worklistColumns)[number]

export interface WorklistQuery {
  /** Keys of rates; all when empty. */
  readonly rates: readonly string[]
  /** All of open, due soon, no data, closed and excluded when empty. */
  readonly statuses: readonly GapStatus[]
  /** Names of owners; `''` is nobody. All when empty. */
  readonly owners: readonly string[]
  /** Id, or when revealed name or record number. */
  readonly search: string
  readonly nextVisit: 'any' | 'within-30-days' | 'none'
  /** Only what is to be done up to this day. */
  readonly actBy: Day | undefined
}

export interface WorklistPanel {
  readonly total: number
  readonly people: number
  /** By status, for everything but the choice of statuses. */
  readonly statuses: readonly { readonly status: GapStatus; readonly label: string; readonly rows: number }[]
  readonly owners: readonly string[]
  /** Present when grouped: sizes of the groups in the order of the list, with the place of their first row. */
  readonly groups: readonly {
    readonly value: string
    readonly label: string
    readonly rows: number
    readonly first: number
  }[]
  readonly rows: readonly WorklistRow[]
}

/** Names a gap in events. */
export interface GapTarget {
  readonly patient: string
  readonly measure: string
  readonly group: string
  readonly period: MeasurementPeriod
}

/** One gap with all that was done about it. */
export interface GapPanel {
  readonly row: WorklistRow
  /** Newest first; those that were revoked or have ended say so. */
  readonly history: readonly {
    readonly event: WorklistEvent
    readonly holds: boolean
    readonly ended: 'revoked' | 'expired' | 'other-period' | undefined
  }[]
  /** The person's other rates that are not closed. */
  readonly others: readonly {
    readonly key: string
    readonly title: string
    readonly status: GapStatus
    readonly entry: number
  }[]
  /** Kinds of record that the numerator reads, with the names of their value sets. */
  readonly reads: readonly { readonly type: string; readonly codes: readonly string[]; readonly rows: number }[]
}

/** One population of one rate as somebody else reported it, beside ours. */
export interface ReportComparison {
  readonly measure: string
  readonly title: string
  readonly group: string
  readonly code: string
  readonly theirs: number | undefined
  readonly ours: number | undefined
  /** Why the two may not be the same thing, in a sentence: another period or version, a measure that was not run. */
  readonly note: string | undefined
}

/** Every quality panel with its parameters and result. */
export interface QualityPanels {
  readonly scorecard: { readonly params: { readonly table?: string }; readonly result: ScorecardPanel }
  readonly measure: {
    readonly params: { readonly key: string; readonly table?: string }
    readonly result: MeasurePanel
  }
  readonly heatmap: {
    readonly params: { readonly dimension: string; readonly limit: number }
    readonly result: HeatmapPanel
  }
  readonly attribution: {
    readonly params: {
      readonly provider?: string
      readonly offset: number
      readonly limit: number
      readonly revealed: boolean
    }
    readonly result: AttributionPanel
  }
  readonly stars: {
    readonly params: {
      readonly table: string
      /** Closures that are tried out, by code. */
      readonly closures: Readonly<Record<string, number>>
      /** Scores that were typed in, by code, in the unit of the cut points. */
      readonly scores: Readonly<Record<string, number>>
      /** Final adjustment category of each rating, from 1; none when absent. */
      readonly categories?: { readonly overall?: number; readonly partC?: number; readonly partD?: number }
      /** Dimension whose values are rated each, e.g. `plan`. */
      readonly by?: string
    }
    readonly result: StarsPanel
  }
  readonly worklist: {
    readonly params: {
      readonly query: WorklistQuery
      readonly sort: Sort & { readonly column: WorklistColumn }
      readonly groupBy?: 'patient' | 'measure' | 'status' | 'provider' | 'practice' | 'payer' | 'owner'
      readonly offset: number
      readonly limit: number
      readonly revealed: boolean
    }
    readonly result: WorklistPanel
  }
  /** What events are recorded about: the rows with these numbers, or all that a query finds. */
  readonly targets: {
    readonly params: { readonly entries: readonly number[] } | { readonly query: WorklistQuery }
    readonly result: readonly GapTarget[]
  }
  readonly gap: {
    readonly params: { readonly entry: number; readonly revealed: boolean }
    readonly result: GapPanel
  }
}

export type QualityPanelName = keyof QualityPanels
export type QualityParams<N extends QualityPanelName> = QualityPanels[N]['params']
export type QualityResult<N extends QualityPanelName> = QualityPanels[N]['result']

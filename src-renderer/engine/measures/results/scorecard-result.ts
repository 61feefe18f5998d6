import type { RecordKind } from '../../population/codes/code-use.ts'
import type { RolePolicy } from '../../cql/elm/fhir/roles.ts'
import type { Definition, Figure, Provenance } from '../../base/figures/figure.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'
import type { GroupRow, KeyFigure, Series } from '../../population/panels/results/shapes.ts'
import type { Filter } from '../../base/figures/filter.ts'
import type { ControlLimits, ControlSignal } from '../../base/stats/control-chart.ts'
import type { AdherenceSummary } from './adherence.ts'
import type { GapStatus } from './gap-status.ts'
import type { Improvement } from './improvement.ts'
import type { PeriodProgress } from './period-progress.ts'
import type { StarPosition } from './stars-result.ts'

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

/** A rate over periods of one kind, oldest first. */
export interface RateSeries {
  /** Calendar years, quarters or months, or twelve months that end with each month and overlap. */
  readonly kind: 'year' | 'quarter' | 'month' | 'rolling'
  readonly points: Series['points']
  /** Drawn with twelve or more periods that are over and share no days. */
  readonly limits: ControlLimits | undefined
  /** Absent for ordinary variation. */
  readonly signal: ControlSignal | undefined
}

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
  /** Living people with something left to do, as the worklist lists them; without a value where there are no gaps. */
  readonly toClose: Figure
  /** Everybody once: who counts and who does not. Adds up to the living people in view; empty where there are no gaps. */
  readonly statuses: readonly { readonly status: GapStatus; readonly label: string; readonly figure: Figure }[]
  /** The closed among those that apply: closed, set aside and to close. Undefined where there are no gaps. */
  readonly closedShare: Figure | undefined
  /** Cases that can still be closed in the period; undefined for what is no proportion. */
  readonly closable: number | undefined
  /** Why the data cannot tell the rate, in words for a sentence; undefined where they can. */
  readonly cannotCompute: string | undefined
  /** Kinds of record that would tell it if their codes were in its lists. */
  readonly unread: readonly RecordKind[]
  /** Exclusions that could not be applied, in a sentence. */
  readonly unapplied: string | undefined
  /** What of the records that it reads has codes that no list knows, as a sentence. */
  readonly partlyRead: string | undefined
  /** Another measure of the same thing; the gaps of one of the two count in totals. */
  readonly duplicate:
    | {
        readonly family: string
        /** The gaps of this one count. */
        readonly counts: boolean
        readonly other: { readonly id: string; readonly title: string; readonly builtIn: boolean }
      }
    | undefined
  /** The measure was written for other days than those measured, in a sentence. */
  readonly mismatch: string | undefined
  /** For measures of days covered: whom a fill can still bring to 80%. */
  readonly adherence: AdherenceSummary | undefined
  readonly target: TargetLine | undefined
  readonly benchmark: Benchmark | undefined
  readonly star: StarPosition | undefined
  /** The rate in earlier periods, oldest first, with this one. */
  readonly trend: Series
  /** How far the data reach into the period; undefined where they cover it. */
  readonly progress: PeriodProgress | undefined
  /** What the rate is projected to come to by the end of a period that runs. */
  readonly projected: Figure | undefined
  /** Why it cannot be projected, in words for a sentence. */
  readonly notProjected: string | undefined
  /** The same time a year earlier, measured alike; undefined while that was not run. Points are hundredths. */
  readonly comparison:
    | { readonly period: MeasurementPeriod; readonly before: Figure; readonly points: number }
    | undefined
  /** The points of `comparison`. */
  readonly versusLastYear: number | undefined
  /** Of the quarters, else of the months, else of the periods in `trend`, where twelve or more are over and share no days. */
  readonly limits: ControlLimits | undefined
  /** Absent for ordinary variation. */
  readonly signal: ControlSignal | undefined
  /** How many periods it is about. */
  readonly signalPeriods: number
  /** 1 for the first of the list: weight gained per person. Undefined where nothing can be gained. */
  readonly opportunity: number | undefined
  /** Patients whose evaluation failed in part. */
  readonly problems: number
}

/** The scorecard: one row for each rate of the measures that ran. */
export interface ScorecardPanel {
  readonly rows: readonly ScorecardRow[]
  readonly keyFigures: readonly KeyFigure[]
  /** The rate with the largest share of gaps without any record of the kind, among those that apply. */
  readonly leastData: { readonly title: string; readonly share: number } | undefined
}

/** One rate from all sides. */
export interface MeasurePanel {
  readonly row: ScorecardRow
  readonly definition: Definition
  /** What the measure says of itself, and how its run read the records. */
  readonly about: {
    readonly text: string
    readonly disclaimer: string
    readonly policy: RolePolicy
    readonly zone: string
  }
  /** The rate by payer, plan, practice, provider, age, sex, race and ethnicity. */
  readonly groups: readonly {
    readonly dimension: string
    readonly label: string
    readonly rows: readonly GroupRow[]
    /** How alike the cases of one group are, 0..1; undefined where too few groups tell it. */
    readonly intraclass: number | undefined
  }[]
  /** The rate over periods of each kind; those that were run. */
  readonly series: readonly RateSeries[]
  /** The people of the initial population by sex, race, ethnicity and payer. */
  readonly supplemental: readonly {
    readonly id: string
    readonly label: string
    readonly rows: readonly { readonly value: string; readonly label: string; readonly figure: Figure }[]
  }[]
  /** Strata that the measure itself defines. */
  readonly strata: readonly {
    /** Id of the stratifier: its strata share nobody. */
    readonly stratifier: string
    /** Of the stratifier. */
    readonly title: string
    /** Of the stratum, next to the title. */
    readonly label: string
    readonly rate: Figure
  }[]
  readonly provenance: Provenance
}

/** What could not be evaluated for one person. */
export interface EvaluationError {
  /** Ordinal; undefined for somebody who is not in the data that are loaded. */
  readonly patient: number | undefined
  readonly id: string
  /** Masked unless revealed. */
  readonly name: string
  /** The define of the logic that failed. */
  readonly expression: string
  /** `Type/id` of the record under consideration, '' where it is not known. */
  readonly resource: string
  readonly message: string
}

/** The errors of one measure's run, whatever the filters. */
export interface ErrorsPanel {
  readonly title: string
  readonly errors: readonly EvaluationError[]
  /** People with at least one. */
  readonly people: number
}

/** Measures by units, e.g. practices. */
export interface HeatmapPanel {
  readonly dimension: string
  readonly label: string
  /** How many values have people; `units` may be fewer. */
  readonly unitCount: number
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
    /** Id of the Star measure that the rate stands for. */
    readonly code: string | undefined
    readonly improvement: Improvement
    /** Everybody, also while the population is narrowed to some of the units. */
    readonly overall: Figure
    readonly target: number | undefined
    /** Cases from which a unit is reliable; undefined where no number is enough, or it cannot be told. */
    readonly enough: number | undefined
    /** One per unit; without a value where nobody is eligible. */
    readonly cells: readonly {
      readonly figure: Figure
      /** Against the overall rate by the funnel's 95% limits; undefined without a reliable rate. */
      readonly compared: 'better' | 'worse' | 'same' | undefined
      /** Also outside of the 99.8% limits. */
      readonly isFar: boolean
      /** 0..1; undefined where the variance between units cannot be told. */
      readonly reliability: number | undefined
      readonly isReliable: boolean
    }[]
  }[]
  readonly provenance: Provenance
}

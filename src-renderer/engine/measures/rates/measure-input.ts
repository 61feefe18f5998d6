import type { RecordKind } from '../../population/codes/code-use.ts'
import type { WorklistEvent } from '#shared/worklist-event.ts'
import type { Citation } from '../../base/figures/figure.ts'
import type { DataRequirement } from '../definition/data-requirements.ts'
import type { Expansion } from '../definition/value-set-expansions.ts'
import type { MeasureDefinition } from '../definition/measure-definition.ts'
import type { AllPeople } from '../../population/people/all-people.ts'
import type { ClauseLabels } from '../definition/exclusion-clauses.ts'
import type { MeasureRun } from '../run/measure-run.ts'
import type { StarTable } from '../star-tables/star-table.ts'

/** A last day that each patient has of their own. */
export interface ClosingWindow {
  /** Id of the group; all groups when absent. */
  readonly group?: string
  /** What the days are counted from: the end of the latest hospital stay or emergency visit, or the birth. */
  readonly after: 'discharge' | 'emergency-visit' | 'birth'
  readonly days?: number
  readonly years?: number
}

/** What closes a gap of a measure, in words, for those that say so themselves. */
export interface Closing {
  readonly text: string
  /** Nothing that is done in the period closes it, as with readmissions: not a gap to work on. */
  readonly never?: boolean
  /** Days after the end of the period, or before it (negative), up to which that counts. 0 unless given. */
  readonly days?: number
  readonly within?: readonly ClosingWindow[]
  /** Months before the start of the period from which what was done counts; any earlier day when absent. */
  readonly lookBackMonths?: number
}

/** A measure that was run over the population, with what is said about it. */
export interface InputMeasure {
  /** Short name, unique among the measures: the last segment of the address. */
  readonly id: string
  readonly definition: MeasureDefinition
  /** In plain words: who is counted, over what time, by which rule. */
  readonly text: string
  /** E.g. "Modeled on public definitions; not HEDIS, not certified." '' when there is none. */
  readonly disclaimer: string
  readonly steward: string
  readonly sources: readonly Citation[]
  /** Result for the period in view. */
  readonly run: MeasureRun
  /** Results for other periods of the same content on the same snapshot, in any order. */
  readonly others: readonly MeasureRun[]
  /** What the numerator of each group reads, by group id. */
  readonly reads: Readonly<Record<string, readonly DataRequirement[]>>
  /** Names of the kinds among `reads` without which no other meets the numerator, by group id; see `sufficientKinds`. */
  readonly sufficient?: Readonly<Record<string, readonly string[]>>
  /** Why a group cannot be computed from the population, by group id; none where it can. */
  readonly cannotCompute?: Readonly<Record<string, string>>
  /** Kinds of record whose codes no list of a group that cannot be computed can know, by group id. */
  readonly unread?: Readonly<Record<string, readonly RecordKind[]>>
  /** Exclusions that could not be applied to the population, in a sentence, by group id; none where all could. */
  readonly unapplied?: Readonly<Record<string, string>>
  /** What of the records has codes that no list knows, by group id. */
  readonly partlyRead?: Readonly<Record<string, string>>
  /** Where it comes from; without it, it duplicates no other. */
  readonly origin?: MeasureOrigin
  /** What leaves people out of each group, in plain words, by group id. */
  readonly clauses: Readonly<Record<string, ClauseLabels>>
  readonly closing: Closing | undefined
  /** Codes of the value sets that it names, so that lists can tell the latest record of the kind. */
  readonly valueSets?: ReadonlyMap<string, Expansion>
}

/** What tells a measure from its duplicates. */
export interface MeasureOrigin {
  /** Equal for measures of the same thing. */
  readonly family: string
  readonly builtIn: boolean
  /** Days that it was written for, `YYYY-MM-DD`, as far as it says. */
  readonly effective: { readonly start: string | undefined; readonly end: string | undefined }
}

/** How people are assigned to those who care for them. */
export interface AttributionSettings {
  /** Who is tried, in this order; the first that gives somebody counts. */
  readonly rules: readonly ('general-practitioner' | 'most-visits')[]
  /** Months up to the as-of date in which visits count. */
  readonly months: number
  /** Fewest visits that make somebody the choice by visits. */
  readonly fewest: number
  /** Of equally many visits. */
  readonly tie: 'latest-visit' | 'first-name'
  /** Classes of encounters that count (HL7 v3 ActCode); all when empty. */
  readonly classes: readonly string[]
}

/** What a site sets about one rate. */
export interface RateSettings {
  /** A proportion. */
  readonly target?: number
  readonly benchmark?: { readonly value: number; readonly title: string }
  readonly improvement?: 'increase' | 'decrease'
}

/** What rates and gaps depend on besides the data. */
export interface MeasureSettings {
  readonly attribution: AttributionSettings
  /** An open gap whose last day is at most so many days away is due soon. */
  readonly dueSoonDays: number
  /** By key of the rate, `<measure id>/<group id>`. */
  readonly rates: Readonly<Record<string, RateSettings>>
  /** Code of the Stars table by key of the rate, or '' for none; above what the table's links say. */
  readonly starLinks: Readonly<Record<string, string>>
  /** Of several measures of one family the id of the one whose gaps count; the default where there is none. */
  readonly counted?: Readonly<Record<string, string>>
}

/** Settings of a site that has set nothing. */
export const defaultMeasureSettings: MeasureSettings = {
  attribution: {
    rules: ['general-practitioner', 'most-visits'],
    months: 24,
    fewest: 1,
    tie: 'latest-visit',
    classes: ['AMB', 'HH', 'VR']
  },
  dueSoonDays: 60,
  rates: {},
  starLinks: {}
}

/** All that quality panels are computed from. Pass the same object as long as nothing of it changes. */
export interface MeasureInput {
  readonly population: AllPeople
  readonly measures: readonly InputMeasure[]
  readonly stars: readonly StarTable[]
  readonly events: readonly WorklistEvent[]
  readonly settings: MeasureSettings
  /** Ids under which events may name people, where another id stands for the person, with that one. */
  readonly standsFor?: ReadonlyMap<string, string>
}

import type { MeasurementPeriod } from '../definition/measurement-period.ts'

/** Why a person entered or left a population between two runs. */
export type DiffReason =
  | 'person-new'
  | 'person-gone'
  | 'new-data'
  | 'deleted-data'
  | 'changed-data'
  | 'aged-in'
  | 'aged-out'
  | 'eligible-in'
  | 'eligible-out'
  | 'exclusion-began'
  | 'exclusion-ended'
  | 'evidence-in'
  | 'evidence-out'
  | 'period-moved'
  | 'code-list-changed'
  | 'logic-changed'
  | 'several-changes'

/** One population of one rate, before and after. `after - before` is the sum of what entered less what left. */
export interface PopulationDiff {
  /** Code of the population; `#2` after a second one of the same code. */
  readonly population: string
  /** Cases: people, or what the measure counts. */
  readonly before: number
  readonly after: number
  readonly reasons: readonly {
    readonly reason: DiffReason
    readonly entered: number
    readonly left: number
  }[]
}

/** Somebody whose place changed. */
export interface DiffPerson {
  readonly id: string
  /** Ordinal in the population that is loaded now; undefined for people who are gone. */
  readonly patient: number | undefined
  /** Masked name; undefined for people who are gone. */
  readonly name?: string
  readonly population: string
  readonly change: 'entered' | 'left'
  readonly cases: number
  readonly reason: DiffReason
}

/** One rate before and after, with the people who entered or left its populations, and why. */
export interface RateDiff {
  readonly key: string
  readonly title: string
  readonly improvement: 'increase' | 'decrease'
  readonly rateBefore: number | undefined
  readonly rateAfter: number | undefined
  readonly populations: readonly PopulationDiff[]
  /** How much of the rate's change each reason makes, one applied after another; they add up to the change. */
  readonly effects: readonly { readonly reason: DiffReason; readonly change: number }[]
  /** People, by population; the same person may be in several. */
  readonly people: readonly DiffPerson[]
}

/** What a comparison is of. */
export interface DiffSideInfo {
  readonly snapshot: string
  readonly label: string
  readonly version: string | undefined
  readonly content: string
  readonly period: MeasurementPeriod
  readonly ranAt: number
}

/** The difference between two runs of the same measures. */
export interface RefreshDiff {
  readonly before: DiffSideInfo
  readonly after: DiffSideInfo
  readonly rates: readonly RateDiff[]
}

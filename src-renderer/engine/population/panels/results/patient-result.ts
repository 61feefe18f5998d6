import type { Day } from '../../../base/figures/filter.ts'
import type { ResourceRef } from './shapes.ts'

/** One person of the list. */
export interface PatientRow {
  readonly patient: number
  readonly id: string
  /** Masked unless the list is revealed. */
  readonly name: string
  readonly age: number | undefined
  readonly sex: string
  readonly payer: string
  readonly practice: string
  readonly registries: readonly string[]
  readonly lastEncounter: Day | undefined
  readonly encounters12m: number
  readonly deceased: boolean
  /** Primary care provider on record; '' when none is. */
  readonly pcp: string
  /** Why a search finds the person; '' without a search, and where age and sex alone decide. */
  readonly reason: string
  /** Latest result of each control of the registry that was asked for, in the order of its controls. */
  readonly results: readonly LatestResult[]
  /** Day on which the condition of that registry was first recorded; undefined without a registry, and where no date says. */
  readonly firstRecorded: Day | undefined
  /** How that registry knows of the person, for people; '' without a registry, and where no claim makes a member of it. */
  readonly source: string
}

/** The latest result of a control up to the date, however old. `text` is empty where there is none. */
export interface LatestResult {
  readonly text: string
  readonly day: Day | undefined
  /** It is in the window of the control, so that it counts. */
  readonly isCurrent: boolean
}

/** One page of the list of people. */
export interface PatientsPanel {
  readonly total: number
  /** Of those found, people whom the search names or whose registry it names; the others have a diagnosis of such a name. */
  readonly near: number
  /** Titles of `results`. */
  readonly controls: readonly string[]
  /** Whether `source` of the rows tells chart and claims apart. */
  readonly hasSources: boolean
  readonly rows: readonly PatientRow[]
}

/** Something on a patient's timeline. */
export interface TimelineEvent {
  readonly lane:
    | 'encounters'
    | 'conditions'
    | 'observations'
    | 'medications'
    | 'procedures'
    | 'immunizations'
    | 'claims'
    | 'other'
  readonly day: Day
  readonly endDay: Day | undefined
  readonly label: string
  readonly detail: string
  readonly source: ResourceRef
}

/** A problem since a day, or a medication that was last prescribed on one. */
export interface CareItem {
  readonly label: string
  readonly day: Day | undefined
}

/** A period in which somebody paid for a person. */
export interface CoverageSpan {
  /** '' when not known, as is the plan. */
  readonly payer: string
  readonly plan: string
  readonly from: Day | undefined
  readonly to: Day | undefined
}

/** What a visit is prepared from. */
export interface PatientCare {
  /** Active on the date, newest first; those of claims in 12 months where the data hold no Condition. */
  readonly problems: readonly CareItem[]
  /** Prescriptions that are active on the date, latest first; what claims dispensed in 12 months where there are none. */
  readonly medications: readonly CareItem[]
  /** Where the two come from. */
  readonly isByClaims: { readonly problems: boolean; readonly medications: boolean }
  /** Latest first. */
  readonly coverage: readonly CoverageSpan[]
  /** US dollars paid in the 12 months up to the date; undefined without claims. */
  readonly paid12m: number | undefined
}

/** A claim with a code of a registry, and what it is to the registry's rule. */
export interface RegistryClaim {
  readonly day: Day | undefined
  /** In words, e.g. `inpatient`, or why it does not count. */
  readonly role: string
  readonly counts: boolean
  readonly decides: boolean
  readonly source: ResourceRef
}

/** One person, with everything that the data have about them. */
export interface PatientPanel {
  readonly care: PatientCare
  readonly patient: number
  readonly id: string
  readonly name: string
  /** A year or a month alone in words, where no day is recorded. */
  readonly birthDay: Day | string | undefined
  readonly age: number | undefined
  readonly sex: string
  readonly race: string
  readonly ethnicity: string
  readonly address: string
  readonly phone: string
  readonly recordNumber: string
  readonly language: string
  readonly payer: string
  readonly practice: string
  readonly deceasedDay: Day | string | undefined
  readonly registries: readonly {
    readonly id: string
    readonly title: string
    readonly since: Day | undefined
    readonly evidence: ResourceRef | undefined
    /** Chart, claims or both on the date; '' where that is not told apart, and for registries that the person has left. */
    readonly source: string
    /** The claims that carry a code of the registry: those that first completed its rule, then the others, newest first. */
    readonly claims: readonly RegistryClaim[]
    readonly active: boolean
  }[]
  readonly events: readonly TimelineEvent[]
  readonly labs: readonly {
    readonly system: string
    readonly code: string
    readonly label: string
    readonly unit: string
    readonly points: readonly { readonly day: Day; readonly value: number; readonly source: ResourceRef }[]
  }[]
  readonly source: ResourceRef
}

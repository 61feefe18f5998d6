import type { Day } from '../selection/filter.ts'
import type { ResourceRef } from './shapes.ts'

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
}

export interface PatientsPanel {
  readonly total: number
  readonly rows: readonly PatientRow[]
}

/** Something on a patient's timeline. */
export interface TimelineEvent {
  readonly lane:
    'encounters' | 'conditions' | 'observations' | 'medications' | 'procedures' | 'immunizations' | 'claims' | 'other'
  readonly day: Day
  readonly endDay: Day | undefined
  readonly label: string
  readonly detail: string
  readonly source: ResourceRef
}

export interface PatientPanel {
  readonly patient: number
  readonly id: string
  readonly name: string
  readonly birthDay: Day | undefined
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
  readonly deceasedDay: Day | undefined
  readonly registries: readonly {
    readonly id: string
    readonly title: string
    readonly since: Day | undefined
    readonly evidence: ResourceRef | undefined
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

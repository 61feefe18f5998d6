import type { SampleDay } from '../base/calendar.ts'
import type { SampleSignals } from '../base/seeded-signals.ts'
import type { Chart } from './chart.ts'
import type { Diagnosis } from '../codes/conditions.ts'
import type { Drug } from '../codes/drugs.ts'
import type { Body } from '../course/body.ts'
import type { Onsets } from '../course/onsets.ts'
import type { Disease } from '../base/disease.ts'
import type { SamplePerson } from '../person/person.ts'
import type { Random } from '../base/random.ts'
import type { Plan } from '../reference/payers.ts'
import type { Performance } from '../reference/practices.ts'
import type { Reference } from '../reference/reference.ts'
import type { IdSource } from '../base/uuid.ts'
import type { PersonTally } from './person-tally.ts'

/** A diagnosis in the record; written when the life is closed, because its end may come later. */
export interface Problem {
  readonly id: string
  /** The disease whose course it belongs to; none for what passes. */
  readonly disease: Disease | undefined
  readonly diagnosis: Diagnosis
  /** The entry of the problem list that a visit's diagnosis repeats; both end together. */
  readonly repeats: Problem | undefined
  readonly category: 'problem-list-item' | 'encounter-diagnosis'
  readonly onset: SampleDay
  readonly recorded: SampleDay
  readonly stored: SampleDay
  readonly encounterId: string | undefined
  ends: 'resolved' | 'remission'
  /** Infinity while it lasts. */
  abated: SampleDay
}

/** Places in a regimen; one product at a time in each. */
export type Slot =
  | 'sugar'
  | 'sugarSecond'
  | 'insulin'
  | 'statin'
  | 'renin'
  | 'calcium'
  | 'thiazide'
  | 'beta'
  | 'loop'
  | 'platelets'
  | 'anticoagulant'
  | 'inhaler'
  | 'controller'
  | 'mood'
  | 'memory'
  | 'bone'
  | 'biologic'
  | 'thyroid'
  | 'hormone'
  | 'sedative'
  | 'acute'

/** A prescription and its fills; written when the life is closed. */
export interface Therapy {
  readonly requestId: string
  readonly slot: Slot
  readonly drug: Drug
  readonly encounterId: string | undefined
  readonly practitionerId: string
  readonly authored: SampleDay
  readonly stored: SampleDay
  fills: number
  /** First day without supply. */
  suppliedUntil: SampleDay
  /** Infinity when nothing is due. */
  nextFill: SampleDay
  /** Infinity while it goes on. */
  ended: SampleDay
  status: 'completed' | 'stopped'
}

/** One unbroken stretch in one plan. */
export interface Stint {
  readonly id: string
  readonly plan: Plan
  readonly memberId: string
  readonly start: SampleDay
  readonly end: SampleDay
}

/** Something that was arranged for later. */
export interface Task {
  readonly day: SampleDay
  readonly act: (life: Life, day: SampleDay) => void
}

/** A visit that was arranged; it becomes an encounter with the same id. */
export interface Booking {
  /** Id of the encounter that it becomes. */
  readonly id: string
  readonly appointmentId: string
  readonly day: SampleDay
  readonly minute: number
  /** Day on which the booking reaches the source system. */
  readonly stored: SampleDay
}

/** The state of one simulated life. */
export interface Life {
  readonly random: Random
  readonly person: SamplePerson
  readonly reference: Reference
  readonly performance: Performance
  /** What is put into the data on purpose. */
  readonly signals: SampleSignals
  readonly ids: IdSource
  /** Randomness and ids of what is billed besides visits; it shifts nothing else. */
  readonly aside: { readonly random: Random; readonly ids: IdSource }
  readonly chart: Chart
  readonly tally: PersonTally
  readonly body: Body
  readonly onsets: Onsets
  readonly type1: boolean
  /** Diseases that never come into the record, although they begin. */
  readonly overlooked: ReadonlySet<Disease>
  /** Medicines that are not given to this person, whatever the illness. */
  readonly avoids: ReadonlySet<Slot>
  /** Heart failure with a reduced ejection fraction. */
  readonly systolic: boolean
  /** Depression that answers to treatment. */
  readonly responds: boolean
  readonly coverage: readonly Stint[]
  /** What the record holds of each disease: the current entry. */
  readonly known: Map<Disease, Problem>
  readonly problems: Problem[]
  readonly therapies: Map<Slot, Therapy>
  readonly prescriptions: Therapy[]
  readonly agenda: Task[]
  /** Last day of a service by name; absent when never. */
  readonly latest: Map<string, SampleDay>
  smokes: 'never' | 'former' | 'current'
  nextVisit: SampleDay
  /** The next visit, where a time was arranged for it. */
  booking: Booking | undefined
  /** End of the last stay in hospital. */
  busyUntil: SampleDay
  /** Month of a pregnancy's end; Infinity when there is none. */
  dueDay: SampleDay
  inHospice: boolean
  /** The last HbA1c, as the practice knows it. */
  lastA1c: { readonly day: SampleDay; readonly value: number } | undefined
}

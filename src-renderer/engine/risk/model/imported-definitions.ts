import { engineRiskModelMessages as m } from '#messages/engine/risk/model.ts'
import type { AreaTable } from '../../population/selection/area-dimensions.ts'

/** A Prevention Quality StayIndicator as an imported table defines it. Codes have no dots and count with all that begin with them. */
export interface StayIndicator {
  readonly id: string
  readonly title: string
  /** Ages that count, both included; undefined for no limit above. */
  readonly fromAge: number
  readonly toAge: number | undefined
  /** One of these is the principal diagnosis of the stay. */
  readonly principal: readonly string[]
  /** One of these is among all diagnoses, and one of these among the procedures; nothing is asked for where there are none. */
  readonly diagnosis: readonly string[]
  readonly procedure: readonly string[]
  /** Stays with one of these do not count. */
  readonly withoutDiagnosis: readonly string[]
  readonly withoutProcedure: readonly string[]
  /** Indicators of which it is a composite: a stay counts once that counts in any. */
  readonly components: readonly string[]
}

/** What an emergency visit is, by the algorithm of NYU; in the order of the columns of its table. */
export const emergencyClasses = [
  { value: 'non_emergent', label: m.notAnEmergency, avoidable: true },
  { value: 'primary_care_treatable', label: m.emergencyTreatableInPrimaryCare, avoidable: true },
  { value: 'preventable', label: m.emergencyPreventable, avoidable: true },
  { value: 'not_preventable', label: m.emergencyNotPreventable, avoidable: false },
  { value: 'injury', label: m.injury, avoidable: false },
  { value: 'mental_health', label: m.mentalHealth, avoidable: false },
  { value: 'alcohol', label: m.alcohol, avoidable: false },
  { value: 'drug', label: m.drugs, avoidable: false }
] as const

/** Probabilities of {@link emergencyClasses} by diagnosis code. */
export type EmergencyAlgorithm = ReadonlyMap<string, readonly number[]>

/** A variable of a claims-based frailty index: it counts once, with any of its codes. */
export interface FrailtyVariable {
  readonly id: string
  readonly weight: number
  readonly icd10: readonly string[]
  /** First and last code of ranges of HCPCS and CPT codes. */
  readonly procedures: readonly (readonly [string, string])[]
}

/** A claims-based frailty index as an imported table defines it. */
export interface FrailtyIndex {
  readonly intercept: number
  readonly variables: readonly FrailtyVariable[]
}

/** Definitions that come with no installation: somebody imports their tables. */
export interface ImportedDefinitions {
  readonly indicators: readonly StayIndicator[] | undefined
  readonly emergency: EmergencyAlgorithm | undefined
  readonly frailty: FrailtyIndex | undefined
  readonly areas: AreaTable | undefined
}

import type { SampleDay } from '../base/calendar.ts'
import type { SampleConcept } from '../codes/concept.ts'
import type { Diagnosis } from '../codes/conditions.ts'
import type { DenialReason } from '../codes/denials.ts'
import type { Drug } from '../codes/drugs.ts'
import type { Clinician } from '../reference/reference.ts'

/** Type of a claim, as in the code system of FHIR for claims. */
export type ClaimKind = 'professional' | 'institutional' | 'pharmacy'

/** What becomes of a claim after it was sent. */
export type ClaimFate =
  | 'paid'
  | 'capitated'
  | 'denied'
  | 'resubmitted'
  | 'reversed'
  | 'adjusted'
  | 'duplicate'
  | 'resent'

/** One line of a claim; amounts in US cents. */
export interface ClaimItem {
  readonly service: SampleConcept
  /** Four digits, institutional claims. */
  readonly revenue?: string
  readonly quantity: number
  readonly submitted: number
  readonly allowed: number
  readonly paid: number
  readonly member: number
}

/** What an ExplanationOfBenefit row says; amounts in US cents. */
export interface ClaimRow {
  readonly id: string
  /** The payer's number of the claim. */
  readonly number: string
  /** Number of the claim that this one replaces. */
  readonly priorNumber: string | undefined
  /** Number of the claim that replaced this one. */
  readonly nextNumber: string | undefined
  readonly status: 'active' | 'cancelled'
  readonly kind: ClaimKind
  readonly setting: 'inpatient' | 'outpatient' | undefined
  readonly start: SampleDay
  readonly end: SampleDay
  /** Day of the payer's decision. */
  readonly decided: SampleDay
  /** Day of the last change. */
  readonly stored: SampleDay
  readonly payerId: string
  readonly payerName: string
  readonly practitionerId: string
  readonly clinician: Clinician | undefined
  /** The practice, hospital or pharmacy. */
  readonly organizationId: string
  readonly coverageId: string
  /** The principal one first. */
  readonly diagnoses: readonly Diagnosis[]
  readonly items: readonly ClaimItem[]
  /** Place of service (Centers for Medicare & Medicaid Services); pharmacies have none. */
  readonly place: string | undefined
  /** Code of the FHIR discharge-disposition code system. */
  readonly disposition: string | undefined
  readonly encounterId: string | undefined
  readonly prescriptionId: string | undefined
  readonly drug: Drug | undefined
  readonly denial: DenialReason | undefined
  /** The plan pays the practice by the head. */
  readonly capitated: boolean
  readonly submitted: number
  readonly allowed: number
  readonly paid: number
  readonly member: number
}

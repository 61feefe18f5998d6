import { instantText, type SampleDay } from '../base/calendar.ts'
import type { SampleConcept } from '../codes/concept.ts'
import { codeOnly, head, hl7, reference, usCore } from './fragments.ts'

/** Class of an encounter (v3 ActCode): ambulatory, emergency, inpatient, virtual, home. */
export type EncounterClassCode = 'AMB' | 'EMER' | 'IMP' | 'VR' | 'HH'

/** What an Encounter row says; days and minutes of the local clock. */
export interface EncounterRow {
  readonly id: string
  readonly class: EncounterClassCode
  readonly type: SampleConcept
  readonly status: 'planned' | 'finished' | 'in-progress' | 'cancelled'
  readonly start: SampleDay
  readonly startMinute: number
  /** Infinity while it lasts, and for what has not begun. */
  readonly end: SampleDay
  readonly endMinute: number
  readonly practitionerId: string
  readonly organizationId: string
  readonly locationId: string
  readonly reason: SampleConcept | undefined
  /** The Condition that the visit was about. */
  readonly diagnosisId: string | undefined
  /** The Appointment that it was arranged with. */
  readonly appointmentId: string | undefined
  /** Code of the FHIR discharge-disposition code system. */
  readonly disposition: string | undefined
}

/** US Core Encounter. */
export function encounterLine(row: EncounterRow, subject: string, stored: SampleDay): string {
  const end = Number.isFinite(row.end) ? `,"end":"${instantText(row.end, row.endMinute)}"` : ''
  const reason = row.reason === undefined ? '' : `,"reasonCode":[${row.reason.json}]`
  const diagnosis =
    row.diagnosisId === undefined
      ? ''
      : `,"diagnosis":[{"condition":${reference('Condition', row.diagnosisId)},"use":${codeOnly(hl7('diagnosis-role'), row.class === 'IMP' ? 'DD' : 'billing')},"rank":1}]`
  const appointment =
    row.appointmentId === undefined ? '' : `,"appointment":[${reference('Appointment', row.appointmentId)}]`
  const discharge =
    row.disposition === undefined
      ? ''
      : `,"hospitalization":{"dischargeDisposition":{"coding":[{"system":"${hl7('discharge-disposition')}","code":"${row.disposition}"}]}}`
  return (
    `${head('Encounter', row.id, stored, usCore('encounter'))},"status":"${row.status}"` +
    `,"class":{"system":"${hl7('v3-ActCode')}","code":"${row.class}"},"type":[${row.type.json}],"subject":${subject}` +
    `,"participant":[{"individual":${reference('Practitioner', row.practitionerId)}}]${appointment}` +
    `,"period":{"start":"${instantText(row.start, row.startMinute)}"${end}}${reason}${diagnosis}${discharge}` +
    `,"location":[{"location":${reference('Location', row.locationId)}}],"serviceProvider":${reference('Organization', row.organizationId)}}`
  )
}

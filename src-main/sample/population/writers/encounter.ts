import { instantText, type SampleDay } from '../base/calendar.ts'
import type { SampleConcept } from '../codes/concept.ts'
import { head, hl7, reference, usCore } from './fragments.ts'

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
  /** Code of the FHIR discharge-disposition code system. */
  readonly disposition: string | undefined
}

/** US Core Encounter. */
export function encounterLine(row: EncounterRow, subject: string, stored: SampleDay): string {
  const end = Number.isFinite(row.end) ? `,"end":"${instantText(row.end, row.endMinute)}"` : ''
  const reason = row.reason === undefined ? '' : `,"reasonCode":[${row.reason.json}]`
  const discharge =
    row.disposition === undefined
      ? ''
      : `,"hospitalization":{"dischargeDisposition":{"coding":[{"system":"${hl7('discharge-disposition')}","code":"${row.disposition}"}]}}`
  return (
    `${head('Encounter', row.id, stored, usCore('encounter'))},"status":"${row.status}"` +
    `,"class":{"system":"${hl7('v3-ActCode')}","code":"${row.class}"},"type":[${row.type.json}],"subject":${subject}` +
    `,"participant":[{"individual":${reference('Practitioner', row.practitionerId)}}]` +
    `,"period":{"start":"${instantText(row.start, row.startMinute)}"${end}}${reason}${discharge}` +
    `,"location":[{"location":${reference('Location', row.locationId)}}],"serviceProvider":${reference('Organization', row.organizationId)}}`
  )
}

import { formatSampleDay, type SampleDay } from '../base/calendar.ts'
import type { Drug } from '../codes/drugs.ts'
import { codeOnly, head, hl7, reference, usCore } from './fragments.ts'

/** What a MedicationRequest row says. */
export interface MedicationRequestRow {
  readonly id: string
  readonly drug: Drug
  readonly encounterId: string | undefined
  readonly practitionerId: string
  readonly authored: SampleDay
  readonly status: 'active' | 'completed' | 'stopped'
}

/** Units of one fill. */
export function fillQuantity(drug: Drug): number {
  return Math.max(1, Math.round(drug.perDay * drug.days))
}

const category = codeOnly(hl7('medicationrequest-category'), 'community')

/** US Core MedicationRequest. */
export function medicationRequestLine(row: MedicationRequestRow, subject: string, stored: SampleDay): string {
  const { drug } = row
  return (
    `${head('MedicationRequest', row.id, stored, usCore('medicationrequest'))},"status":"${row.status}","intent":"order","category":[${category}]` +
    `,"reportedBoolean":false,"medicationCodeableConcept":${drug.concept.json},"subject":${subject}${row.encounterId === undefined ? '' : `,"encounter":${reference('Encounter', row.encounterId)}`}` +
    `,"authoredOn":"${formatSampleDay(row.authored)}","requester":${reference('Practitioner', row.practitionerId)}` +
    `,"dispenseRequest":{"numberOfRepeatsAllowed":${drug.refills},"quantity":{"value":${fillQuantity(drug)}}` +
    `,"expectedSupplyDuration":{"value":${drug.days},"unit":"days","system":"http://unitsofmeasure.org","code":"d"}}}`
  )
}

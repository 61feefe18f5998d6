import { formatSampleDay, type SampleDay } from '../base/calendar.ts'
import type { SampleConcept } from '../codes/concept.ts'
import { codeOnly, head, hl7, usCore } from './fragments.ts'

/** US Core AllergyIntolerance. */
export function allergyLine(
  row: {
    readonly id: string
    readonly substance: SampleConcept
    readonly category: 'medication' | 'food' | 'environment'
    readonly criticality: 'low' | 'high'
    readonly recorded: SampleDay
  },
  subject: string,
  stored: SampleDay
): string {
  return (
    `${head('AllergyIntolerance', row.id, stored, usCore('allergyintolerance'))},"clinicalStatus":${codeOnly(hl7('allergyintolerance-clinical'), 'active')}` +
    `,"verificationStatus":${codeOnly(hl7('allergyintolerance-verification'), 'confirmed')},"type":"allergy","category":["${row.category}"],"criticality":"${row.criticality}"` +
    `,"code":${row.substance.json},"patient":${subject},"recordedDate":"${formatSampleDay(row.recorded)}"}`
  )
}

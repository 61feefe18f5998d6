import { formatSampleDay, type SampleDay } from '../base/calendar.ts'
import type { SampleConcept } from '../codes/concept.ts'
import { head, reference, usCore } from './fragments.ts'

/** US Core Immunization. */
export function immunizationLine(
  row: {
    readonly id: string
    readonly vaccine: SampleConcept
    readonly encounterId: string | undefined
    readonly day: SampleDay
    readonly status: 'completed' | 'not-done'
  },
  subject: string,
  stored: SampleDay
): string {
  return (
    `${head('Immunization', row.id, stored, usCore('immunization'))},"status":"${row.status}","vaccineCode":${row.vaccine.json},"patient":${subject}` +
    `${row.encounterId === undefined ? '' : `,"encounter":${reference('Encounter', row.encounterId)}`},"occurrenceDateTime":"${formatSampleDay(row.day)}","primarySource":${row.encounterId === undefined ? 'false' : 'true'}}`
  )
}

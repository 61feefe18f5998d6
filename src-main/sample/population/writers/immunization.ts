import { dayText, type Day } from '../base/calendar.ts'
import type { Concept } from '../codes/concept.ts'
import { head, reference, usCore } from './fragments.ts'

/** US Core Immunization. */
export function immunizationLine(
  row: {
    readonly id: string
    readonly vaccine: Concept
    readonly encounterId: string | undefined
    readonly day: Day
    readonly status: 'completed' | 'not-done'
  },
  subject: string,
  stored: Day
): string {
  return (
    `${head('Immunization', row.id, stored, usCore('immunization'))},"status":"${row.status}","vaccineCode":${row.vaccine.json},"patient":${subject}` +
    `${row.encounterId === undefined ? '' : `,"encounter":${reference('Encounter', row.encounterId)}`},"occurrenceDateTime":"${dayText(row.day)}","primarySource":${row.encounterId === undefined ? 'false' : 'true'}}`
  )
}

import { instantText, type SampleDay } from '../base/calendar.ts'
import type { SampleConcept } from '../codes/concept.ts'
import { head, reference, usCore } from './fragments.ts'

/** US Core Procedure. */
export function procedureLine(
  row: {
    readonly id: string
    readonly code: SampleConcept
    readonly encounterId: string | undefined
    readonly day: SampleDay
    readonly minute: number
    readonly status: 'completed' | 'not-done'
  },
  subject: string,
  stored: SampleDay
): string {
  return (
    `${head('Procedure', row.id, stored, usCore('procedure'))},"status":"${row.status}","code":${row.code.json},"subject":${subject}` +
    `${row.encounterId === undefined ? '' : `,"encounter":${reference('Encounter', row.encounterId)}`},"performedDateTime":"${instantText(row.day, row.minute)}"}`
  )
}

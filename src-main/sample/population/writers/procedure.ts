import { instantText, type Day } from '../base/calendar.ts'
import type { Concept } from '../codes/concept.ts'
import { head, reference, usCore } from './fragments.ts'

/** US Core Procedure. */
export function procedureLine(
  row: {
    readonly id: string
    readonly code: Concept
    readonly encounterId: string | undefined
    readonly day: Day
    readonly minute: number
    readonly status: 'completed' | 'not-done'
  },
  subject: string,
  stored: Day
): string {
  return (
    `${head('Procedure', row.id, stored, usCore('procedure'))},"status":"${row.status}","code":${row.code.json},"subject":${subject}` +
    `${row.encounterId === undefined ? '' : `,"encounter":${reference('Encounter', row.encounterId)}`},"performedDateTime":"${instantText(row.day, row.minute)}"}`
  )
}

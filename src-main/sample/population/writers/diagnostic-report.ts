import { instantText, type SampleDay } from '../base/calendar.ts'
import type { SampleConcept } from '../codes/concept.ts'
import { codeOnly, head, hl7, reference, usCore } from './fragments.ts'

/** US Core DiagnosticReport: a laboratory panel or an imaging report. */
export function diagnosticReportLine(
  row: {
    readonly id: string
    readonly kind: 'laboratory' | 'imaging'
    readonly code: SampleConcept
    readonly encounterId: string
    readonly organizationId: string
    readonly day: SampleDay
    readonly minute: number
    readonly results: readonly string[]
  },
  subject: string,
  stored: SampleDay
): string {
  const category =
    row.kind === 'laboratory' ? codeOnly(hl7('v2-0074'), 'LAB') : codeOnly('http://loinc.org', 'LP29684-5')
  const results =
    row.results.length === 0 ? '' : `,"result":[${row.results.map((id) => reference('Observation', id)).join(',')}]`
  return (
    `${head('DiagnosticReport', row.id, stored, usCore(row.kind === 'laboratory' ? 'diagnosticreport-lab' : 'diagnosticreport-note'))},"status":"final","category":[${category}]` +
    `,"code":${row.code.json},"subject":${subject},"encounter":${reference('Encounter', row.encounterId)},"effectiveDateTime":"${instantText(row.day, row.minute)}"` +
    `,"issued":"${instantText(stored, 300)}","performer":[${reference('Organization', row.organizationId)}]${results}}`
  )
}

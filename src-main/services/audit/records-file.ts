import type { AuditRow } from '#shared/audit-record.ts'
import { auditEventLine, auditEventReleases, type AuditEventRelease } from './fhir-audit-event.ts'

/** How the records are written to a file. */
export type RecordsFormat = 'json' | 'jsonl' | 'csv' | AuditEventRelease

const columns = ['seq', 'time', 'actor', 'role', 'host', 'version', 'action', 'outcome', 'intent', 'facts'] as const

/**
 * Records as one JSON array, as one JSON object a line, as CSV with the facts of a record as `name=value` in one column, or
 * as FHIR AuditEvents, one a line (NDJSON).
 * @param hostname name of this computer
 */
export async function* recordsFile(
  records: AsyncIterable<AuditRow>,
  format: RecordsFormat,
  hostname: string
): AsyncGenerator<string> {
  if (format === 'csv') yield `${columns.join(',')}\r\n`
  let isFirst = true
  for await (const record of records) {
    const release = auditEventReleases.find((each) => each === format)
    if (release !== undefined) yield `${auditEventLine(record, release, hostname)}\n`
    else if (format === 'csv') yield `${csvLine(record)}\r\n`
    else if (format === 'jsonl') yield `${JSON.stringify(record)}\n`
    else yield `${isFirst ? '[' : ','}\n${JSON.stringify(record)}`
    isFirst = false
  }
  if (format === 'json') yield isFirst ? '[]\n' : '\n]\n'
}

function csvLine(record: AuditRow): string {
  const facts = Object.entries(record.facts).map(([name, value]) => `${name}=${String(value)}`)
  const row = { ...record, facts: facts.join(' ') }
  return columns.map((name) => csvField(row[name])).join(',')
}

/** Quoted, and never a formula: the name of an account may begin with any character. */
function csvField(value: string | number | undefined): string {
  if (typeof value !== 'string') return value === undefined ? '' : String(value)
  const safe = /^\s*[=+\-@]/.test(value) ? `'${value}` : value
  return `"${safe.replaceAll('"', '""')}"`
}

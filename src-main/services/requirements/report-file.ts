import type { RequirementReport } from '#shared/requirements/requirement-report.ts'
import { csvField } from '#shared/delimited-field.ts'

/** What stands for the address of a server in a file that is redacted. */
export const redactedBase = 'https://server.example/fhir'

/** How a report is written. */
export interface ReportFileOptions {
  /** Name of the connection. */
  readonly name: string
  /** Leaves out the name of the connection and the address of the server. */
  readonly redact: boolean
}

/** The report as JSON. Fields are added, never renamed. */
export function reportJson(report: RequirementReport, { name, redact }: ReportFileOptions): string {
  const { at, base, exports, results } = report
  const head = redact ? { base: redactedBase } : { connection: name, base }
  return `${JSON.stringify({ format: 1, ...head, at: new Date(at).toISOString(), exports, results }, undefined, 2)}\n`
}

const columns = [
  'specification',
  'number',
  'level',
  'title',
  'verdict',
  'evidence',
  'tests',
  'source',
  'checked',
  'server'
] as const

/** The report as comma-separated text (RFC 4180), a requirement a line. */
export function reportCsv({ at, base, results }: RequirementReport, { redact }: ReportFileOptions): string {
  const checked = new Date(at).toISOString()
  const server = redact ? redactedBase : base
  const rows = results.map((result) => {
    const row = { ...result, number: result.number ?? '', tests: result.tests.join(' '), checked, server }
    return columns.map((column) => csvField(row[column])).join(',')
  })
  return `${[columns.join(','), ...rows].join('\r\n')}\r\n`
}

import type { AuditRow } from '#shared/audit-record.ts'

/** How the records are written to a file. */
export type RecordsFormat = 'json' | 'jsonl' | 'csv'

const columns = ['seq', 'time', 'actor', 'role', 'host', 'version', 'action', 'outcome', 'intent', 'facts'] as const

/** Records as one JSON array, as one JSON object a line, or as CSV with the facts of a record as `name=value` in one column. */
export async function* recordsFile(records: AsyncIterable<AuditRow>, format: RecordsFormat): AsyncGenerator<string> {
  if (format === 'csv') yield `${columns.join(',')}\r\n`
  let isFirst = true
  for await (const record of records) {
    if (format === 'csv') yield `${csvLine(record)}\r\n`
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

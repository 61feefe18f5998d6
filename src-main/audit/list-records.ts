import { readFile } from 'node:fs/promises'
import type { AuditRow } from '#shared/audit-record.ts'
import { auditFiles, listSegments } from './audit-files.ts'
import { readLines } from './read-lines.ts'
import { readRecord, type AnyAuditRecord } from './record-chain.ts'

/** Which records are wanted; all of them when nothing is given. */
export interface AuditFilter {
  readonly action?: string | undefined
  readonly actor?: string | undefined
  /** Day in UTC, `YYYY-MM-DD`. */
  readonly day?: string | undefined
  /** Pseudonym of a person. */
  readonly person?: string | undefined
}

/** A part of the log, newest first. */
export interface AuditPage {
  readonly rows: AuditRow[]
  /** Older records match as well. */
  readonly more: boolean
}

/**
 * Lists records, newest first. A line that is no record is passed over: a check of the log finds it.
 * @param before only records with a smaller sequence number
 */
export async function listRecords(
  folder: string,
  filter: AuditFilter,
  { limit, before = Infinity }: { readonly limit: number; readonly before?: number | undefined }
): Promise<AuditPage> {
  const rows: AuditRow[] = []
  for (const path of (await listSegments(auditFiles(folder))).reverse()) {
    // A segment is at most a few MB.
    const lines = (await readFile(path, 'utf8')).split('\n').reverse()
    for (const line of lines) {
      const record = line === '' ? undefined : readRecord(line)
      if (record === undefined || record.seq >= before || !matches(record, filter)) continue
      if (rows.length === limit) return { rows, more: true }
      rows.push(rowOf(record))
    }
  }
  return { rows, more: false }
}

/** All matching records, oldest first, one after another. */
export async function* eachRecord(folder: string, filter: AuditFilter): AsyncGenerator<AuditRow> {
  for (const path of await listSegments(auditFiles(folder))) {
    for await (const { text } of readLines(path)) {
      const record = readRecord(text)
      if (record !== undefined && matches(record, filter)) yield rowOf(record)
    }
  }
}

function matches(record: AnyAuditRecord, { action, actor, day, person }: AuditFilter): boolean {
  return (
    (action === undefined || record.action === action) &&
    (actor === undefined || ('v' in record && record.actor === actor)) &&
    (day === undefined || record.time.startsWith(day)) &&
    (person === undefined || record.facts['person'] === person)
  )
}

function rowOf(record: AnyAuditRecord): AuditRow {
  const { seq, time, host, action, outcome, facts } = record
  if (!('v' in record)) return { seq, time, host, action, outcome, facts }
  const { actor, role, version, intent } = record
  return {
    seq,
    time,
    actor,
    ...(role === undefined ? {} : { role }),
    version,
    host,
    action,
    outcome,
    ...(intent === undefined ? {} : { intent }),
    facts
  }
}

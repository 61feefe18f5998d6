import { readFile } from 'node:fs/promises'
import type { AuditRow } from '#shared/audit-record.ts'
import { asMisplaced } from '../../storage/files/misplaced.ts'
import { eachSegment } from './read-segments.ts'
import { readAuditRecord, type AnyAuditRecord } from './record-chain.ts'
import { matchesFilter, type AuditFilter } from './record-filter.ts'

/** A part of the log, newest first. */
export interface AuditPage {
  readonly rows: AuditRow[]
  /** Older records match as well. */
  readonly more: boolean
}

/** Which part of the log is listed. */
export interface AuditPageOptions {
  readonly limit: number
  /** Only records with a smaller sequence number. */
  readonly before?: number | undefined
  /** Leaves out announcements whose outcome is in the log. */
  readonly folded?: boolean | undefined
}

/** Lists records, newest first. A line that is no record is passed over: a check of the log finds it. */
export async function listRecords(
  folder: string,
  filter: AuditFilter,
  { limit, before = Infinity, folded = false }: AuditPageOptions
): Promise<AuditPage> {
  const rows: AuditRow[] = []
  const ended = new Set<number>()
  for await (const lines of eachSegment(folder, 'newest-first', linesOf)) {
    // Those before a file that retention deleted are gone as well.
    for (const line of lines?.reverse() ?? []) {
      const record = line === '' ? undefined : readAuditRecord(line)
      if (record === undefined) continue
      if ('v' in record && record.intent !== undefined) ended.add(record.intent)
      if (record.seq >= before || !matchesFilter(record, filter)) continue
      if (folded && record.outcome === 'intent' && ended.has(record.seq)) continue
      if (rows.length === limit) return { rows, more: true }
      rows.push(rowOf(record))
    }
  }
  return { rows, more: false }
}

/** All matching records, oldest first, one after another. */
export async function* eachRecord(folder: string, filter: AuditFilter): AsyncGenerator<AuditRow> {
  for await (const lines of eachSegment(folder, 'oldest-first', linesOf)) {
    for (const line of lines ?? []) {
      const record = line === '' ? undefined : readAuditRecord(line)
      if (record !== undefined && matchesFilter(record, filter)) yield rowOf(record)
    }
  }
}

/** The lines of a segment, which is at most a few MB. */
async function linesOf(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    throw asMisplaced(error, path)
  })
  return text.split('\n')
}

/** A record as it is listed. */
export function rowOf(record: AnyAuditRecord): AuditRow {
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

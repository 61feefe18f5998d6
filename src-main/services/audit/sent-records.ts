import type { AuditRow } from '#shared/audit-record.ts'
import { auditFiles, firstOfSegment, listSegments } from './audit-files.ts'
import { rowOf } from './list-records.ts'
import { readFileEnd, readLines } from './read-lines.ts'
import { endAfter, readAuditRecord, type ChainEnd } from './record-chain.ts'

/** A record for a log collector, with its code in the chain. */
export interface SentRecord {
  readonly row: AuditRow
  readonly code: string
}

/** The end of a log as its last line has it; without a check. */
export async function lastRecord(folder: string): Promise<ChainEnd | undefined> {
  const last = (await listSegments(auditFiles(folder))).at(-1)
  const line = last === undefined ? undefined : (await readFileEnd(last)).line
  const record = line === undefined ? undefined : readAuditRecord(line)
  return record === undefined ? undefined : endAfter(record)
}

/**
 * The records after one that was sent, oldest first. Where the log is no longer the one of that record, because it was set
 * aside and a new one began, all of the present log follows.
 */
export async function recordsAfter(folder: string, sent: ChainEnd, most: number): Promise<readonly SentRecord[]> {
  const found: SentRecord[] = []
  let isSameLog = sent.seq === 0
  const segments = await listSegments(auditFiles(folder))
  for (const [index, path] of segments.entries()) {
    // Everything in it was sent when the next one begins no later than behind the sent record.
    if ((firstOfSegment(segments[index + 1] ?? '') ?? Infinity) <= sent.seq) continue
    for await (const { text, complete } of readLines(path)) {
      const record = complete ? readAuditRecord(text) : undefined
      if (record === undefined) continue
      const { seq, code } = endAfter(record)
      if (seq === sent.seq) isSameLog = code === sent.code
      if (seq > sent.seq && found.length < most) found.push({ row: rowOf(record), code })
    }
  }
  return isSameLog || sent.seq === 0 ? found : recordsAfter(folder, { seq: 0, code: '' }, most)
}

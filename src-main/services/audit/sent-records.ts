import type { AuditRow } from '#shared/audit-record.ts'
import { firstOfSegment } from './audit-files.ts'
import { rowOf } from './list-records.ts'
import { readFileEnd, readLines } from './read-lines.ts'
import { openSegments, readClosedSegment } from './read-segments.ts'
import { endAfter, readAuditRecord } from './record-chain.ts'
import type { ChainEnd } from './chain-end.ts'

/** A record for a log collector, with its code in the chain. */
export interface SentRecord {
  readonly row: AuditRow
  readonly code: string
}

/** The end of a log as its last line has it; without a check. */
export async function lastRecord(folder: string): Promise<ChainEnd | undefined> {
  const { open, closed } = await openSegments(folder, readFileEnd)
  const last = closed.at(-1)
  // The first record of a segment may not be there yet.
  const line = open?.line ?? (last === undefined ? undefined : (await readClosedSegment(last, readFileEnd))?.line)
  const record = line === undefined ? undefined : readAuditRecord(line)
  return record === undefined ? undefined : endAfter(record)
}

/**
 * The records after one that was sent, oldest first. Where the log is no longer the one of that record, because it was set
 * aside and a new one began, all of the present log follows.
 */
export async function recordsAfter(folder: string, sent: ChainEnd, max: number): Promise<readonly SentRecord[]> {
  const found: SentRecord[] = []
  let isSameLog = sent.seq === 0
  const { open = [], closed } = await openSegments(folder, recordsIn)
  const starts = [...closed.map(firstOfSegment), open[0]?.row.seq]
  for (const [index, path] of [...closed, undefined].entries()) {
    // Everything in it was sent when the next one begins no later than behind the sent record.
    if ((starts[index + 1] ?? Infinity) <= sent.seq) continue
    // What retention deleted since was sent.
    for (const record of path === undefined ? open : ((await readClosedSegment(path, recordsIn)) ?? [])) {
      const { seq } = record.row
      if (seq === sent.seq) isSameLog = record.code === sent.code
      if (seq > sent.seq && found.length < max) found.push(record)
    }
  }
  return isSameLog || sent.seq === 0 ? found : recordsAfter(folder, { seq: 0, code: '' }, max)
}

async function recordsIn(path: string): Promise<SentRecord[]> {
  const records: SentRecord[] = []
  for await (const { text, complete } of readLines(path)) {
    const record = complete ? readAuditRecord(text) : undefined
    if (record !== undefined) records.push({ row: rowOf(record), code: endAfter(record).code })
  }
  return records
}

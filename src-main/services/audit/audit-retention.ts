import { rm } from 'node:fs/promises'
import { defined } from '#shared/language/defined.ts'
import type { AuditPort, ClockPort } from '../../ports/host.ts'
import { withFileLock } from '../../storage/files/file-lock.ts'
import { auditFiles, firstOfSegment, listSegments } from './audit-files.ts'
import { carriedAction, carriedFacts, standingActions, toCarryOver, withOriginals } from './carried-records.ts'
import { segmentRecords } from './newest-records.ts'
import { readFileEnd } from './read-lines.ts'
import { readClosedSegment, readEverySegment } from './read-segments.ts'
import { endAfter, readAuditRecord, type AnyAuditRecord } from './record-chain.ts'
import type { ChainEnd } from './chain-end.ts'

/** Dependencies of {@link expireRecords}. */
export interface AuditRetentionDependencies {
  /** Absolute path of the folder with the audit log. */
  readonly folder: string
  readonly audit: Pick<AuditPort, 'record'>
  readonly clock: ClockPort
  /** Days that records stay at all events; nothing is deleted when undefined. */
  readonly days: number | undefined
  /** Whether records are keyed now: only a keyed record proves later that a deletion was right. */
  readonly isKeyed: () => Promise<boolean>
  /** Number of the last record that the log collector has; undefined where none is set. */
  readonly deliveredTo: number | undefined
}

/**
 * Deletes whole closed segments of the audit log whose newest record is older than the retention. The record of it comes
 * first, with the number and the code of the last record that goes: by it a later check tells retention from removal. Before it
 * come copies of the records that the program still goes by, such as the digest of the roles.
 * @returns how many records went
 */
export async function expireRecords(dependencies: AuditRetentionDependencies): Promise<number> {
  const { folder, audit, clock, days, isKeyed, deliveredTo } = dependencies
  if (days === undefined || !(await isKeyed())) return 0
  const limit = clock.now() - days * 86_400_000
  const expired: { readonly path: string; readonly end: ChainEnd }[] = []
  let before = 0
  // The open segment has no number and always stays.
  for (const path of (await listSegments(auditFiles(folder))).filter((each) => firstOfSegment(each) !== undefined)) {
    const ended = await readClosedSegment(path, readFileEnd)
    // Another process on the data folder deletes them as well.
    if (ended === undefined) continue
    const { line } = ended
    const record = line === undefined ? undefined : readAuditRecord(line)
    const isUndelivered = deliveredTo !== undefined && record !== undefined && record.seq > deliveredTo
    if (record === undefined || Date.parse(record.time) >= limit || isUndelivered) break
    if (expired.length === 0) before = defined(firstOfSegment(path)) - 1
    expired.push({ path, end: endAfter(record) })
  }
  const last = expired.at(-1)
  if (last === undefined) return 0
  const records = last.end.seq - before
  const leaving = new Set(expired.map(({ path }) => path))
  for (const record of await inForce(folder, leaving))
    await audit.record({ action: carriedAction, outcome: 'success', facts: carriedFacts(record) })
  const facts = { files: expired.length, records, through: last.end.seq, code: last.end.code, days }
  const intent = await audit.record({ action: 'audit.expired', outcome: 'intent', facts })
  // The oldest first: what is left after a crash is still a chain. Nobody checks the log meanwhile, or appends to it.
  await withFileLock(auditFiles(folder).lock, async () => {
    for (const { path } of expired) await rm(path, { force: true })
  })
  await audit.record({ action: 'audit.expired', outcome: 'success', intent, facts })
  return records
}

/** The records in files that are deleted which the program still goes by, oldest first. */
async function inForce(folder: string, leaving: ReadonlySet<string>): Promise<AnyAuditRecord[]> {
  const staying = new Set<number>()
  const found: AnyAuditRecord[] = []
  const read = async (path: string) => ({ path, records: await segmentRecords(path, standingActions) })
  for (const { path, records } of await readEverySegment(folder, read)) {
    found.push(...records)
    if (!leaving.has(path)) for (const { seq } of withOriginals(records)) staying.add(seq)
  }
  return toCarryOver(withOriginals(found), ({ seq }) => !staying.has(seq))
}

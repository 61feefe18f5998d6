import { truncate } from 'node:fs/promises'
import { defined } from '#shared/language/defined.ts'
import { appendDurably } from '../../storage/files/append-file.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import { fileSize } from '../../storage/files/file-size.ts'
import { renamePatiently } from '../../storage/files/patient-rename.ts'
import { nextRunningKey, runningKeyAfter } from './audit-codes.ts'
import { readStoredKey, type OpenAuditKey } from './audit-key.ts'
import { closedSegment, listSegments, type AuditFiles } from './audit-files.ts'
import { readLogHead, stateEnd, type LogHead } from './log-head.ts'
import { readFileEnd, readLines } from './read-lines.ts'
import { endAfter, readAuditRecord, sealRecord, type AuditContent } from './record-chain.ts'
import { emptyChain, type ChainEnd } from './chain-end.ts'

/** A segment that is longer is closed, and the next one begins. */
const segmentBytes = 4 * 1024 * 1024

/** Where the log stands. */
export interface LogPlace {
  readonly end: ChainEnd
  readonly head: LogHead | undefined
  /** Bytes of an incomplete last line that were cut off. */
  readonly cutBytes: number
}

/**
 * Finds the end of the log. What a crash left undone is finished: the head is written first and holds the record that
 * follows, and the audit key where that was made for it; an incomplete line is cut off.
 * @throws when the end is not where the head says
 */
export async function findEnd(files: AuditFiles): Promise<LogPlace> {
  const stored = await readLogHead(files.head)
  const head = typeof stored === 'object' ? stored : undefined
  const key = await readStoredKey(files)
  if (key?.isInHead === true) await writeFileAtomically(files.key, key.bytes)
  const [last, closed] = (await listSegments(files)).toReversed()
  const { line, size, tornBytes } =
    last === undefined ? { line: undefined, size: 0, tornBytes: 0 } : await readFileEnd(last)
  if (last !== undefined && tornBytes > 0) await truncate(last, size - tornBytes)
  // The first record of a segment may have been cut off, or not written.
  const end = endOf(line ?? (closed === undefined ? undefined : (await readFileEnd(closed)).line))
  if (head?.last !== undefined && head.seq === end.seq + 1) {
    const pending = readAuditRecord(head.last)
    if (pending?.prev !== end.code) throw new Error('the record in the head of the audit log does not follow its end')
    await appendDurably(files.records, `${head.last}\n`)
    return { end: endAfter(pending), head, cutBytes: 0 }
  }
  // A version up to 0.1 wrote the head after the record.
  const isEarly = head === undefined ? end.seq <= 1 : head.last === undefined && head.seq >= end.seq - 1
  const fits = head?.seq === end.seq && head.code === end.code
  if (!fits && !isEarly) throw new Error('the audit log does not end where its head says')
  return { end, head, cutBytes: tornBytes }
}

function endOf(line: string | undefined): ChainEnd {
  if (line === undefined) return emptyChain
  const record = readAuditRecord(line)
  if (record === undefined) throw new Error('the last record of the audit log does not fit its hash')
  return endAfter(record)
}

/**
 * Puts a record at the end: head first, then an audit key that was just made, the log and the anchor, each on the disk before the next.
 * Before the first record the anchor says that there is none: a log without an anchor is one from which it was taken. A key is on the disk
 * with the first record that it makes a code for: a key without such a record is one of which the records were taken.
 */
export async function appendRecord(
  files: AuditFiles,
  { end, head }: Pick<LogPlace, 'end' | 'head'>,
  content: AuditContent,
  openKey: Pick<OpenAuditKey, 'key' | 'wrapped'> | undefined,
  maxBytes = segmentBytes
): Promise<LogPlace> {
  const { key: auditKey, wrapped } = openKey ?? {}
  const running = head?.running === undefined ? undefined : Buffer.from(head.running, 'hex')
  const key =
    auditKey !== undefined
      ? { keyedBy: 'key' as const, key: auditKey }
      : running === undefined
        ? undefined
        : { keyedBy: 'running' as const, key: running }
  if (key === undefined && (head?.keyedFrom ?? 0) > 0) throw new Error('the running key of the audit log is missing')
  const record = sealRecord(end, content, key)
  const line = JSON.stringify(record)
  const after = endAfter(record)
  const next =
    auditKey !== undefined
      ? runningKeyAfter(auditKey, record.seq)
      : running === undefined
        ? undefined
        : nextRunningKey(running)
  const keyedFrom = head?.keyedFrom || (key === undefined ? 0 : record.seq)
  const sealing = key === undefined ? undefined : { by: key.keyedBy, key: auditKey ?? defined(next) }
  const statement = stateEnd(after, keyedFrom, sealing)
  const written: LogHead = {
    ...statement,
    last: line,
    ...(next === undefined ? {} : { running: next.toString('hex') }),
    ...(wrapped === undefined ? {} : { key: wrapped.toString('base64') })
  }
  await closeLongSegment(files, maxBytes)
  if (end.seq === 0) await writeFileAtomically(files.anchor, `${JSON.stringify(stateEnd(emptyChain, 0, undefined))}\n`)
  await writeFileAtomically(files.head, `${JSON.stringify(written)}\n`)
  if (wrapped !== undefined) await writeFileAtomically(files.key, wrapped)
  await appendDurably(files.records, `${line}\n`)
  await writeFileAtomically(files.anchor, `${JSON.stringify(statement)}\n`)
  return { end: after, head: written, cutBytes: 0 }
}

async function closeLongSegment(files: AuditFiles, maxBytes: number): Promise<void> {
  const size = await fileSize(files.records)
  if (size === undefined || size < maxBytes) return
  for await (const { text } of readLines(files.records)) {
    const first = readAuditRecord(text)
    if (first !== undefined) await renamePatiently(files.records, closedSegment(files, first.seq))
    return
  }
}

import { readFile } from 'node:fs/promises'
import type { AuditAction } from '#shared/audit-action.ts'
import { errorCode } from '#shared/error-code.ts'
import { auditFiles, listSegments } from './audit-files.ts'
import { carriedAction, isOf, withOriginals } from './carried-records.ts'
import { readAuditRecord, type AnyAuditRecord } from './record-chain.ts'

/**
 * Records of some actions, newest first, for whoever asks the log what happened last; also those of which retention left a copy. A
 * line that is no record is passed over: a check of the log finds it.
 * @param folder of the audit log; need not exist
 */
export async function* newestRecords(folder: string, actions: readonly AuditAction[]): AsyncGenerator<AnyAuditRecord> {
  const files = auditFiles(folder)
  const given = new Set<number>()
  let segments = await listSegments(files)
  for (let isRead = false; !isRead;)
    try {
      for await (const record of recordsIn(segments, actions)) {
        if (given.has(record.seq)) continue
        given.add(record.seq)
        yield record
      }
      isRead = true
    } catch (error) {
      const left = await listSegments(files)
      if (errorCode(error) !== 'ENOENT' || left[0] === segments[0]) throw error
      // Retention deleted the oldest file, and before that copied what is in force to the end of the log, which was read already.
      segments = left
    }
}

/** @param segments oldest first */
async function* recordsIn(
  segments: readonly string[],
  actions: readonly AuditAction[]
): AsyncGenerator<AnyAuditRecord> {
  const copies: AnyAuditRecord[] = []
  for (const path of segments.toReversed())
    for (const record of await segmentRecords(path, actions)) {
      if (record.action === carriedAction) copies.push(record)
      else yield record
    }
  yield* withOriginals(copies)
}

/** Records of some actions in one file of the log, and copies of such records as they stand there. @param path absolute */
export async function segmentRecords(path: string, actions: readonly AuditAction[]): Promise<AnyAuditRecord[]> {
  const marks = actions.map((action) => `"${action}"`)
  // A segment is at most a few MB.
  const text = await readFile(path, 'utf8')
  if (!marks.some((mark) => text.includes(mark))) return []
  return text
    .split('\n')
    .reverse()
    .filter((line) => marks.some((mark) => line.includes(mark)))
    .map(readAuditRecord)
    .filter((record) => record !== undefined)
    .filter((record) => isOf(record, actions))
}

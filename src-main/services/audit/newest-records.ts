import { readFile } from 'node:fs/promises'
import type { AuditAction } from '#shared/audit-action.ts'
import { carriedAction, isOf, withOriginals } from './carried-records.ts'
import { eachSegment } from './read-segments.ts'
import { readAuditRecord, type AnyAuditRecord } from './record-chain.ts'

/**
 * Records of some actions, newest first, for whoever asks the log what happened last; also those of which retention left a copy. A
 * line that is no record is passed over: a check of the log finds it.
 * @param folder of the audit log; need not exist
 */
export async function* newestRecords(folder: string, actions: readonly AuditAction[]): AsyncGenerator<AnyAuditRecord> {
  const given = new Set<number>()
  const isNew = ({ seq }: AnyAuditRecord): boolean => given.size < given.add(seq).size
  for (let isRead = false; !isRead;) {
    const copies: AnyAuditRecord[] = []
    isRead = true
    for await (const records of eachSegment(folder, 'newest-first', (path) => segmentRecords(path, actions))) {
      if (records === undefined) {
        // Before retention deleted the file, it copied what is in force to the end of the log, which was read already.
        isRead = false
        break
      }
      for (const record of records) {
        if (record.action === carriedAction) copies.push(record)
        else if (isNew(record)) yield record
      }
    }
    if (isRead) yield* withOriginals(copies).filter(isNew)
  }
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

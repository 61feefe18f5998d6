import { readFile } from 'node:fs/promises'
import type { AuditAction } from '#shared/audit-action.ts'
import { auditFiles, listSegments } from './audit-files.ts'
import { readAuditRecord, type AnyAuditRecord } from './record-chain.ts'

/**
 * Records of some actions, newest first, for whoever asks the log what happened last. A line that is no record is passed
 * over: a check of the log finds it.
 * @param folder of the audit log; need not exist
 */
export async function* newestRecords(folder: string, actions: readonly AuditAction[]): AsyncGenerator<AnyAuditRecord> {
  for (const path of (await listSegments(auditFiles(folder))).reverse()) yield* await segmentRecords(path, actions)
}

/** As {@link newestRecords}, of one file of the log. @param path absolute */
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
    .filter((record) => actions.some((action) => action === record.action))
}

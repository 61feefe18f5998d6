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
  const marks = actions.map((action) => `"${action}"`)
  for (const path of (await listSegments(auditFiles(folder))).reverse()) {
    // A segment is at most a few MB.
    const text = await readFile(path, 'utf8')
    if (!marks.some((mark) => text.includes(mark))) continue
    for (const line of text.split('\n').reverse()) {
      if (!marks.some((mark) => line.includes(mark))) continue
      const record = readAuditRecord(line)
      if (record !== undefined && actions.some((action) => action === record.action)) yield record
    }
  }
}

import { readFile } from 'node:fs/promises'
import type { AuditAction } from '#shared/audit-action.ts'
import { auditFiles, listSegments } from './audit-files.ts'
import { readAuditRecord } from './record-chain.ts'

/** What the audit log says of a sealed file: which contents may be on the disk. */
export interface RecordedDigests {
  /** Of the last change, and of one that was begun after it and whose outcome is not recorded. */
  readonly digests: ReadonlySet<string>
  /** The last change removed the file, or there never was one. */
  readonly none: boolean
  /** A change was recorded without a digest: by an earlier version, or one that was interrupted. */
  readonly undated: boolean
}

/** Which records tell of a sealed file. */
export interface DigestRecords {
  /** Recorded at each change, with the fact `digest`. */
  readonly action: AuditAction
  /** Fact that is 0 when the change removed the file. */
  readonly count: string
}

const startedOver: AuditAction = 'profile.started-over'

/**
 * Reads from the audit log which content a sealed file got last. The log is chained and keyed, so what it says cannot be
 * taken back by deleting or replacing the file.
 * @param folder of the audit log
 */
export async function recordedDigests(folder: string, { action, count }: DigestRecords): Promise<RecordedDigests> {
  const marks = [`"${action}"`, `"${startedOver}"`]
  const digests = new Set<string>()
  let none = true
  let undated = false
  for (const path of (await listSegments(auditFiles(folder))).reverse()) {
    const text = await readFile(path, 'utf8')
    if (!marks.some((mark) => text.includes(mark))) continue
    for (const line of text.split('\n').reverse()) {
      if (!marks.some((mark) => line.includes(mark))) continue
      const record = readAuditRecord(line)
      if (record === undefined || record.outcome === 'failure') continue
      if (record.action === startedOver && record.outcome === 'success') return { digests, none, undated }
      if (record.action !== action) continue
      const { digest, [count]: left } = record.facts
      if (typeof digest === 'string') digests.add(digest)
      else undated ||= record.outcome === 'intent' || left !== 0
      if (typeof digest === 'string' || record.outcome === 'success') none = left === 0
      if (record.outcome === 'success') return { digests, none, undated }
    }
  }
  return { digests, none, undated }
}

import type { AuditAction } from '#shared/audit-action.ts'
import { newestRecords } from './newest-records.ts'

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
  const digests = new Set<string>()
  let none = true
  let undated = false
  for await (const record of newestRecords(folder, [action, startedOver])) {
    if (record.outcome === 'failure') continue
    if (record.action === startedOver && record.outcome === 'success') return { digests, none, undated }
    if (record.action !== action) continue
    const { digest, [count]: left } = record.facts
    if (typeof digest === 'string') digests.add(digest)
    else undated ||= record.outcome === 'intent' || left !== 0
    if (typeof digest === 'string' || record.outcome === 'success') none = left === 0
    if (record.outcome === 'success') return { digests, none, undated }
  }
  return { digests, none, undated }
}

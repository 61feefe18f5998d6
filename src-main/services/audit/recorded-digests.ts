import type { AuditAction } from '#shared/audit-action.ts'
import { newestRecords } from './newest-records.ts'

/** What the audit log says of a sealed file: which contents may be on the disk. */
export interface RecordedDigests {
  /** Of the last change, and of those that were begun after it and may have been made. */
  readonly digests: ReadonlySet<string>
  /** There may be no file: the last change removed it, there never was one, or a removal was begun since. */
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
  /** Numbers of the records by which something was begun that failed. */
  const failed = new Set<number>()
  let removed = false
  let undated = false
  for await (const record of newestRecords(folder, [action, startedOver])) {
    if (record.action === startedOver) {
      if (record.outcome === 'success') return { digests, none: true, undated }
      continue
    }
    if (record.outcome === 'failure') {
      if ('intent' in record && record.intent !== undefined) failed.add(record.intent)
      continue
    }
    const { digest, [count]: left } = record.facts
    // What failed is known to hold only where it names the content.
    if (typeof digest === 'string') digests.add(digest)
    else if (!failed.has(record.seq)) undated ||= record.outcome === 'intent' || left !== 0
    if (!failed.has(record.seq)) removed ||= left === 0
    if (record.outcome === 'success') return { digests, none: removed, undated }
  }
  return { digests, none: true, undated }
}

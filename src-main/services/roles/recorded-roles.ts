import { readFile } from 'node:fs/promises'
import { auditFiles, listSegments } from '../audit/audit-files.ts'
import { readAuditRecord } from '../audit/record-chain.ts'

/** The digests of roles that may be on the disk, as the audit log has them. */
export interface RecordedRoles {
  /** Of the last assignment, and of one that was begun after it and whose outcome is not recorded. */
  readonly digests: ReadonlySet<string>
  /** The last assignment left no roles, or there never was one. */
  readonly none: boolean
}

/** A segment holds these words when roles were assigned in it. */
const marks = ['"roles.assigned"', '"profile.started-over"'] as const

/**
 * Reads from the audit log which roles were assigned last. The log is chained and keyed, so what it says cannot be taken
 * back by deleting or replacing the file with the roles.
 * @param folder of the audit log
 */
export async function recordedRoles(folder: string): Promise<RecordedRoles> {
  const digests = new Set<string>()
  let none = true
  for (const path of (await listSegments(auditFiles(folder))).reverse()) {
    const text = await readFile(path, 'utf8')
    if (!marks.some((mark) => text.includes(mark))) continue
    for (const line of text.split('\n').reverse()) {
      if (!marks.some((mark) => line.includes(mark))) continue
      const record = readAuditRecord(line)
      if (record === undefined) continue
      if (record.action === 'profile.started-over' && record.outcome === 'success') return { digests, none }
      if (record.action !== 'roles.assigned') continue
      const { digest, rows } = record.facts
      if (record.outcome === 'failure' || typeof digest !== 'string') continue
      digests.add(digest)
      none = rows === 0
      if (record.outcome === 'success') return { digests, none }
    }
  }
  return { digests, none }
}

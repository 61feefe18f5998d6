import { newestRecords } from '../audit/newest-records.ts'

/**
 * When the newest feed that the audit log knows of was issued, in milliseconds since 1970. The log is chained, keyed and anchored elsewhere, so
 * that what it says is not taken back by deleting or replacing what was seen last.
 * @param folder of the audit log
 * @returns undefined where no look at a feed is on record
 */
export async function recordedFeed(folder: string): Promise<number | undefined> {
  for await (const { outcome, facts } of newestRecords(folder, ['update.checked', 'update.downloaded'])) {
    const { issuedAt } = facts
    const moment = outcome === 'success' && typeof issuedAt === 'string' ? Date.parse(issuedAt) : Number.NaN
    if (!Number.isNaN(moment)) return moment
  }
  return undefined
}

import type { ExportRecord } from './export-record.ts'

/** How much of the history of a connection stays. */
export interface HistoryLimits {
  /** Newest exports that stay; 0 for all. */
  readonly runs: number
  /** Days that an export stays; 0 for ever. */
  readonly days: number
}

const dayMs = 86_400_000

/**
 * The exports of one connection that are older than the limits allow. What has not ended stays, and so do the newest export
 * and the newest whole ones, which refreshes and the schedule build on.
 * @param history newest first
 * @param now milliseconds since 1970
 */
export function outlivedRuns(
  history: readonly ExportRecord[],
  { runs, days }: HistoryLimits,
  now: number
): ExportRecord[] {
  const committed = history.filter(({ ended }) => ended?.state === 'committed')
  const needed = new Set([history[0], committed[0], committed.find(({ kind }) => kind === 'full')])
  return history.filter((file, index) => {
    if (file.ended === undefined || needed.has(file)) return false
    return (runs > 0 && index >= runs) || (days > 0 && now - file.createdAt > days * dayMs)
  })
}

import { AppError } from '#shared/app-error.ts'
import type { Entry } from './job-entry.ts'
import type { JobFile } from './job-file.ts'

/**
 * The newest export that holds everything, as long as its snapshot is there.
 * @param earlier newest first
 * @throws AppError `not-found`
 */
export async function refreshBase(earlier: readonly Entry[]): Promise<JobFile> {
  for (const { file, vault } of earlier) {
    if (file.ended?.state !== 'committed' || file.ended.transactionTime === undefined) continue
    const kept = await vault.store.list()
    if (kept.some(({ id }) => id === file.snapshot)) return file
  }
  throw new AppError('not-found', 'There is no whole export to build on. Start a full one.')
}

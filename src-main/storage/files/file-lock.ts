import { storageMessages as m } from '#messages/storage.ts'
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#shared/app-error.ts'
import { tryLock, unlock } from './lock-file.ts'
import { describeOwner } from './lock-owner.ts'

const maxWaitMs = 10_000
const pollMs = 5

/**
 * Runs a short task while no other process that uses the same lock file runs one. The lock of a process that is gone is
 * taken over at once.
 *
 * @throws AppError `internal` when the lock was not free for ten seconds
 */
export async function withFileLock<T>(path: string, task: () => Promise<T>): Promise<T> {
  const mine = await describeOwner(path)
  for (const end = Date.now() + maxWaitMs; !(await tryLock(path, mine));) {
    if (Date.now() > end) {
      throw new AppError('internal', m.anotherPopulusKeepsAFileLocked, {
        retryable: true
      })
    }
    await delay(pollMs)
  }
  try {
    return await task()
  } finally {
    await unlock(path, mine)
  }
}

import { storageMessages as m } from '#messages/storage.ts'
import { AppError } from '#shared/app-error.ts'

/**
 * Keeps apart a backup and what would spoil it: a snapshot that goes away, and keys that are wrapped again. What is added
 * meanwhile does no harm; it is in the next backup.
 */
export interface BackupGate {
  /** Whether a backup is being made. */
  isBackingUp(): boolean
  /**
   * Does something that no backup may meet halfway.
   * @throws AppError `not-allowed` while a backup is being made
   */
  change<T>(task: () => Promise<T>): Promise<T>
  /** Makes a backup, once the changes under way have ended. */
  backUp<T>(task: () => Promise<T>): Promise<T>
}

/** A gate with nothing in it. */
export function createBackupGate(): BackupGate {
  const changes = new Set<Promise<unknown>>()
  let backups = 0
  return {
    isBackingUp: () => backups > 0,
    async change(task) {
      if (backups > 0) throw new AppError('not-allowed', m.aBackupIsBeingMadeWait, { retryable: true })
      const running = task()
      // A backup waits for the end of a change, not for its success; whoever made the change hears of a failure.
      const ended = running.catch(() => undefined)
      changes.add(ended)
      try {
        return await running
      } finally {
        changes.delete(ended)
      }
    },
    async backUp(task) {
      while (changes.size > 0) await Promise.all(changes)
      backups += 1
      try {
        return await task()
      } finally {
        backups -= 1
      }
    }
  }
}

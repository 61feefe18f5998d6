import { rename } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'
import { errorCode } from '#shared/error-code.ts'

/** The calls of a patient rename, so that tests can make each of them fail. */
export interface PatientFileSystem {
  rename(from: string, to: string): Promise<void>
  /** Waits before another try. */
  pause(milliseconds: number): Promise<void>
}

const diskRename: PatientFileSystem = { rename, pause: (milliseconds) => delay(milliseconds) }

/** Virus scanners and backup programs on Windows hold a file, or one in a folder, for a moment. */
const passingCodes: ReadonlySet<unknown> = new Set(['EPERM', 'EBUSY', 'EACCES'])
const maxTries = 20

/**
 * Renames a file or folder, and tries again for about a second where another program holds it.
 * @throws the file system's error
 */
export async function renamePatiently(from: string, to: string, files: PatientFileSystem = diskRename): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await files.rename(from, to)
      return
    } catch (error) {
      if (attempt === maxTries || !passingCodes.has(errorCode(error))) throw error
      await files.pause(Math.min(5 * attempt, 50))
    }
  }
}

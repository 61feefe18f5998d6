import { storageMessages as m } from '#messages/storage.ts'
import { open, rm } from 'node:fs/promises'
import { AppError } from '#shared/app-error.ts'
import { renamePatiently } from '../files/patient-rename.ts'

/** Folder of a data folder for backups on their way from or to the page; always encrypted. */
export const backupWorkFolder = 'backup-work'

/**
 * Writes a backup next to its name first, so that a file of the name is complete.
 * @returns its bytes
 * @throws AppError `cancelled`; nothing of the backup stays on the disk then, nor after any other failure
 */
export async function writeBackupFile(
  target: string,
  parts: AsyncIterable<Uint8Array>,
  signal?: AbortSignal
): Promise<number> {
  const draft = `${target}.part`
  const file = await open(draft, 'wx', 0o600)
  let bytes = 0
  try {
    for await (const part of parts) {
      if (signal?.aborted === true) throw new AppError('cancelled', m.theBackupWasCancelledNothingWas)
      await file.writeFile(part)
      bytes += part.length
    }
    await file.sync()
    await file.close()
    await renamePatiently(draft, target)
    return bytes
  } catch (error) {
    // The first failure is what is told; the file may be closed already.
    await file.close().catch(() => undefined)
    await rm(draft, { force: true })
    throw error
  }
}

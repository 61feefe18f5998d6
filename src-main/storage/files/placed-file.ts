import { copyFile, link, rm } from 'node:fs/promises'
import { errorCode } from '#shared/error-code.ts'
import { renamePatiently } from './patient-rename.ts'

/** A file that has got its name. */
export interface PlacedFile {
  /** It stays: what had the name before is gone for good. */
  settle(): Promise<void>
  /** It goes: what had the name before has it again. @throws the file system's error */
  withdraw(): Promise<void>
}

/**
 * Gives a draft its name.
 * @param earlier absolute path for what has the name, until it is settled or withdrawn; undefined where it is never withdrawn
 * @throws the file system's error, after which everything has the name that it had
 */
export async function placeFile(draft: string, target: string, earlier: string | undefined): Promise<PlacedFile> {
  const settle = async (): Promise<void> => {
    if (earlier !== undefined) await rm(earlier, { force: true })
  }
  let hasEarlier: boolean
  try {
    hasEarlier = earlier !== undefined && (await copyOf(target, earlier))
    await renamePatiently(draft, target)
  } catch (error) {
    await settle()
    throw error
  }
  return {
    settle,
    async withdraw() {
      if (hasEarlier && earlier !== undefined) await renamePatiently(earlier, target)
      else await rm(target, { force: true })
    }
  }
}

/** @returns whether there was such a file, which has another name too now */
async function copyOf(target: string, copy: string): Promise<boolean> {
  try {
    await link(target, copy)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    // Some file systems give no file two names.
    await copyFile(target, copy)
    return true
  }
}

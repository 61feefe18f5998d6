import { existsSync, mkdirSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { errorCode } from '#shared/error-code.ts'

/** For this user alone. */
const privateMode = 0o700

/**
 * Makes a folder, with the folders above it; one that is there stays as it is.
 * @param mode of each folder that is made
 * @throws what the system says, also of a disk that can only be read
 */
export async function makeFolders(path: string, mode = privateMode): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode })
  } catch (error) {
    throw systemError(error, path, mode)
  }
}

/** The same without waiting, for what has to be there before anything else. */
export function makeFoldersNow(path: string, mode = privateMode): void {
  try {
    mkdirSync(path, { recursive: true, mode })
  } catch (error) {
    throw systemError(error, path, mode)
  }
}

/** Node says of any failure that it does not know, such as EROFS, that a folder is not there. Making the first one tells which it was. */
function systemError(error: unknown, path: string, mode: number): unknown {
  if (errorCode(error) !== 'ENOENT') return error
  try {
    mkdirSync(firstMissing(path), { mode })
  } catch (cause) {
    // A link to nowhere.
    return errorCode(cause) === 'EEXIST' ? error : cause
  }
  return error
}

function firstMissing(path: string): string {
  const above = dirname(path)
  return above === path || existsSync(above) ? path : firstMissing(above)
}

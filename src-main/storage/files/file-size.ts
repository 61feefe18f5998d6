import { stat } from 'node:fs/promises'
import { errorCode } from '#shared/error-code.ts'

/**
 * Size of a file in bytes; undefined where there is none.
 * @throws the file system's error for everything else: a file that cannot be looked at is not one that is missing
 */
export async function fileSize(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    throw error
  }
}

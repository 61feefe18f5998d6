import { rename } from 'node:fs/promises'
import { errorCode } from '#shared/error-code.ts'

/**
 * Renames a file that cannot be used any more, so that nothing is lost and a new one can take its place.
 *
 * @param now milliseconds since 1970; becomes part of the new name
 * @returns whether there was a file
 */
export async function setFileAside(path: string, now: number): Promise<boolean> {
  const mark = new Date(now).toISOString().replaceAll(/[:.]/g, '-')
  try {
    await rename(path, `${path}.damaged-${mark}`)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

import { errorCode } from '#shared/error-code.ts'
import { renamePatiently } from './patient-rename.ts'

/** What the name of a file that is set aside ends in. @param now milliseconds since 1970 */
export function asideMark(now: number): string {
  return new Date(now).toISOString().replaceAll(/[:.]/g, '-')
}

/**
 * Renames a file that cannot be used any more, so that nothing is lost and a new one can take its place.
 *
 * @param now milliseconds since 1970; becomes part of the new name
 * @returns whether there was a file
 */
export async function setFileAside(path: string, now: number): Promise<boolean> {
  try {
    await renamePatiently(path, `${path}.damaged-${asideMark(now)}`)
    return true
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return false
    throw error
  }
}

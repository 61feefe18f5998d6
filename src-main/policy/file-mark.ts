import { statSync } from 'node:fs'
import { errorCode } from '#shared/error-code.ts'

/**
 * A text that is another one after a file was written, replaced, removed or got other permissions.
 * @param path absolute path of the file, which need not be there
 */
export function fileMark(path: string): string {
  try {
    const { dev, ino, size, mode, mtimeMs, ctimeMs } = statSync(path)
    return [dev, ino, size, mode, mtimeMs, ctimeMs].join(' ')
  } catch (error) {
    return errorCode(error) ?? 'unknown'
  }
}

import { rmSync } from 'node:fs'

/**
 * Removes a folder with everything in it when the process ends, unless that was undone before.
 * @param folder absolute path @returns undoes it
 */
export function removeAtExit(folder: string): () => void {
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  return () => process.off('exit', remove)
}

import { chmod, stat } from 'node:fs/promises'
import { asMisplaced } from './misplaced.ts'
import { makeFolders } from './make-folders.ts'

/**
 * Makes a folder that only this user may look into, with the folders above it. One that exists and is open to others is
 * closed to them.
 */
export async function makePrivateFolder(path: string): Promise<void> {
  await makeFolders(path).catch((error: unknown) => {
    throw asMisplaced(error, path)
  })
  if (process.platform === 'win32') return
  const { mode, uid } = await stat(path)
  if ((mode & 0o077) !== 0 && uid === process.getuid?.()) await chmod(path, mode & 0o700)
}

import { cliSharingMessages as m } from '#messages/cli/sharing.ts'
import { readFile } from 'node:fs/promises'
import type { SealedPack } from '#engine/sharing/pack/pack-document.ts'
import { readPack } from '#engine/sharing/pack/seal-pack.ts'
import { AppError } from '#shared/app-error.ts'

/**
 * Reads the file of a pack.
 * @param option that names it, for errors
 * @param seal that it must have, where one was told
 * @throws AppError `unreadable-file`, `invalid-input`
 */
export async function readPackFile(path: string, option: string, seal?: string): Promise<SealedPack> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.theFileOfCannotBeRead(option), {
      cause
    })
  })
  return readPack(text, seal)
}

import { cliSharingMessages as m } from '#messages/cli/sharing.ts'
import { readFile } from 'node:fs/promises'
import type { SealedPack } from '#engine/sharing/pack/pack-document.ts'
import type { SignatureVerdict } from '#shared/governance/file-signature.ts'
import { readPack } from '#engine/sharing/pack/seal-pack.ts'
import { checkSignedInput, type SignatureIo } from '../data/signed-input.ts'
import { AppError } from '#shared/app-error.ts'

/**
 * Reads the file of a pack.
 * @param option that names it, for errors
 * @param seal that it must have, where one was told
 * @throws AppError `unreadable-file`, `invalid-input`, PolicyRefusal where the policies ask for the signature of a trusted publisher
 */
export async function readPackFile(
  path: string,
  option: string,
  io: SignatureIo,
  seal?: string
): Promise<SealedPack & { readonly signature: SignatureVerdict }> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.theFileOfCannotBeRead(option), {
      cause
    })
  })
  const signature = await checkSignedInput(path, bytes, { what: 'site-pack', title: m.thePackOf(option) }, io)
  return { ...(await readPack(bytes.toString('utf8'), seal)), signature }
}

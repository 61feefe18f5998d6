import { servicesMessages as m } from '#messages/services.ts'
import { readFile } from 'node:fs/promises'
import { AppError } from '#shared/app-error.ts'
import { maxPackTextBytes } from '#shared/contract/measures.ts'
import { signatureEnding } from '#shared/governance/file-signature.ts'
import { classifyContentName } from '#shared/source-name.ts'
import { listPaths } from '../imports/list-paths.ts'
import { signatureBeside } from '../publishers/signed-files.ts'

/** A file of measure content as it was read once: what is checked is what is used. */
export interface ChosenContent {
  /** Path relative to what was chosen, with `/`. */
  readonly name: string
  readonly path: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Text of the signature next to it. */
  readonly signature: string | undefined
}

/**
 * Reads files of measure content with the signatures next to them, also those of folders.
 * @param paths absolute paths of files and folders; signatures among them go with their files
 * @param required files without any signature are read too, to be refused
 * @returns undefined where nothing is signed and nothing has to be
 * @throws AppError `not-found`, `unreadable-file`, and `invalid-input` for more than 512 MB
 */
export async function readChosenContent(
  paths: readonly string[],
  required: boolean
): Promise<readonly ChosenContent[] | undefined> {
  const { files } = await listPaths(paths, classifyContentName)
  const wanted = files
    .filter(({ name }) => !name.endsWith(signatureEnding))
    .map((file) => ({ ...file, signature: signatureBeside(file.path) }))
  if (!required && wanted.every(({ signature }) => signature === undefined)) return undefined
  if (wanted.reduce((sum, { bytes }) => sum + bytes, 0) > maxPackTextBytes)
    throw new AppError('invalid-input', m.signedFilesMayHaveTogether)
  const chosen: ChosenContent[] = []
  for (const { name, path, signature } of wanted)
    chosen.push({ name, path, bytes: new Uint8Array(await bytesOf(path, name)), signature })
  return chosen
}

function bytesOf(path: string, name: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new AppError('unreadable-file', m.theChosenFileCannotBeRead(name), { cause })
  })
}

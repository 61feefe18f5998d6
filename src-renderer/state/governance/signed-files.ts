import { stateMessages as m } from '#messages/state.ts'
import { AppError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import {
  maxSignatureLength,
  signatureEnding,
  type FileDigest,
  type SignatureVerdict,
  type SignedThing
} from '#shared/governance/file-signature.ts'
import { readFileBytes, readFileText, type ChosenFile, type FileLimit } from '../files/chosen-file.ts'

/** A file that was chosen, whose signature the services have looked at. */
export interface CheckedFile {
  readonly name: string
  readonly text: string
  readonly verdict: SignatureVerdict
}

/** The limit for a file with a signature. */
export const signatureLimit: FileLimit = { maxBytes: maxSignatureLength }

/** A file and the signature that was chosen next to it. */
export interface PairedFile<T> {
  readonly file: T
  readonly signature: T | undefined
}

/**
 * Puts files that were chosen together with their signatures: `NAME.sig` for `NAME`, or the only signature for the only file.
 * @throws AppError `invalid-input` for a signature that has no file
 */
export function pairSignatures<T extends { readonly name: string }>(chosen: readonly T[]): PairedFile<T>[] {
  const signatures = chosen.filter(({ name }) => name.endsWith(signatureEnding))
  const files = chosen.filter((each) => !signatures.includes(each))
  const isPair = files.length === 1 && signatures.length === 1
  const orphan = signatures.find(
    ({ name }) => !isPair && !files.some((file) => `${file.name}${signatureEnding}` === name)
  )
  if (orphan !== undefined) throw new AppError('invalid-input', m.chooseTheFileOfTheSignature(orphan.name))
  return files.map((file) => ({
    file,
    signature: isPair ? signatures[0] : signatures.find(({ name }) => name === `${file.name}${signatureEnding}`)
  }))
}

/**
 * Reads files that were chosen, each with its signature. The services say of each whether it may be used, and record that.
 * @throws AppError `not-allowed` where the policies ask for the signature of a trusted publisher, `invalid-input` for one that is
 *   damaged or of another file, or that has no file, and for a file over the limit, `unreadable-file`
 */
export async function readSignedFiles(
  transport: Pick<Transport, 'call'>,
  what: SignedThing,
  chosen: readonly ChosenFile[],
  limit: FileLimit
): Promise<CheckedFile[]> {
  return Promise.all(
    pairSignatures(chosen).map(async ({ file, signature: beside }) => {
      const bytes = await readFileBytes(file, limit)
      const signature = beside === undefined ? {} : { signature: await readFileText(beside, signatureLimit) }
      const verdict = await transport.call('publishers.check', { what, ...(await digestOf(bytes)), ...signature })
      return { name: file.name, text: new TextDecoder().decode(bytes), verdict }
    })
  )
}

/** What of a file is signed. */
export async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<FileDigest> {
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return { sha256: Array.from(hash, (byte) => byte.toString(16).padStart(2, '0')).join(''), bytes: bytes.length }
}

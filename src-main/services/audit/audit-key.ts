import { readFile, rename } from 'node:fs/promises'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'

/**
 * What is known of the audit key. `absent`: there is no keyring. `locked`: its passphrase is needed. `missing` and
 * `damaged`: the keyring is open, and the key is not to be had. `early`: the key is one of a version up to 0.1, whose records
 * were not all keyed.
 */
export type AuditKeyState =
  | { readonly state: 'absent' | 'locked' | 'missing' | 'damaged' }
  | { readonly state: 'early'; readonly early: Buffer }
  | { readonly state: 'open'; readonly key: Buffer; readonly early: Buffer | undefined }

/** The key, and the one of an earlier version where there was one. */
export type OpenAuditKey = Extract<AuditKeyState, { readonly state: 'open' }>

/** The key of the audit log: it makes codes that nobody without it can make. */
export interface AuditKey {
  read(): Promise<AuditKeyState>
  /** Makes a new key; the keyring has to be open. */
  make(): Promise<OpenAuditKey>
}

const purpose = 'audit 2'
/** The key of a version up to 0.1 has another purpose, so that a log of that version cannot be put in place of a keyed one. */
const earlyPurpose = 'audit'

/** @param path absolute path of the wrapped key, in a folder that exists */
export function createAuditKey(path: string, keyring: Keyring): AuditKey {
  /** The key of an earlier version stays, for the codes that were made with it. */
  const earlyPath = `${path}.early`
  let known: OpenAuditKey | undefined

  async function wrapped(from: string): Promise<Buffer | undefined> {
    try {
      return await readFile(from)
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return undefined
      // A folder in its place opens as no key, and is set aside like a damaged file.
      if (errorCode(error) === 'EISDIR') return Buffer.alloc(0)
      throw error
    }
  }

  function open(bytes: Buffer, as: string): Buffer | undefined {
    try {
      return keyring.openKey(bytes, as)
    } catch (error) {
      if (error instanceof AppError) return undefined
      throw error
    }
  }

  async function earlyKey(): Promise<Buffer | undefined> {
    const bytes = await wrapped(earlyPath)
    return bytes === undefined ? undefined : open(bytes, earlyPurpose)
  }

  async function read(): Promise<AuditKeyState> {
    const { state } = await keyring.state()
    if (state !== 'open') {
      // A record that is being written may still need its bytes, so they are not overwritten here.
      known = undefined
      return { state }
    }
    if (known !== undefined) return known
    const bytes = await wrapped(path)
    if (bytes === undefined) return { state: 'missing' }
    const key = open(bytes, purpose)
    if (key !== undefined) return (known = { state: 'open', key, early: await earlyKey() })
    const early = open(bytes, earlyPurpose)
    return early === undefined ? { state: 'damaged' } : { state: 'early', early }
  }

  return {
    read,
    async make() {
      const before = await read()
      if (before.state === 'early') await rename(path, earlyPath)
      const { key, wrapped: bytes } = keyring.makeKey(purpose)
      await writeFileAtomically(path, bytes)
      known = { state: 'open', key, early: before.state === 'early' ? before.early : undefined }
      return known
    }
  }
}

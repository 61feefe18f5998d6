import { readFile } from 'node:fs/promises'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { writeFileAtomically } from '../../storage/files/atomic-file.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import type { AuditFiles } from './audit-files.ts'
import { keyInHead, readLogHead } from './log-head.ts'

/**
 * What is known of the audit key. `absent`: there is no keyring. `locked`: its passphrase is needed. `missing` and
 * `damaged`: the keyring is open, and the key is not to be had. `early`: the key is one of a version up to 0.1, whose records
 * were not all keyed.
 */
export type AuditKeyState =
  | { readonly state: 'absent' | 'locked' | 'missing' | 'damaged' }
  | { readonly state: 'early'; readonly early: Buffer }
  | {
      readonly state: 'open'
      readonly key: Buffer
      readonly early: Buffer | undefined
      /** The key as it is written with the first record that it makes a code for; absent where it is on the disk. */
      readonly wrapped?: Buffer
    }

/** The key, and the one of an earlier version where there was one. */
export type OpenAuditKey = Extract<AuditKeyState, { readonly state: 'open' }>

/** The key of the audit log: it makes codes that nobody without it can make. */
export interface AuditKey {
  read(): Promise<AuditKeyState>
  /** Makes a new key, which is on the disk with the first record that it makes a code for. The keyring has to be open. */
  make(): Promise<OpenAuditKey>
}

const purpose = 'audit 2'
/** The key of a version up to 0.1 has another purpose, so that a log of that version cannot be put in place of a keyed one. */
const earlyPurpose = 'audit'

/** The bytes of a wrapped key; undefined where there is no such file. */
async function wrappedIn(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    // A folder in its place opens as no key, and is set aside like a damaged file.
    if (errorCode(error) === 'EISDIR') return Buffer.alloc(0)
    throw error
  }
}

/** The wrapped audit key of a log, wherever it is. */
export interface StoredKey {
  readonly bytes: Buffer
  /** A crash left it in the head of the log: its own file is missing, or still has the key of an earlier version. */
  readonly isInHead: boolean
}

/** Finds the wrapped audit key; undefined where none is on the disk. */
export async function readStoredKey(
  files: Pick<AuditFiles, 'key' | 'earlyKey' | 'head'>
): Promise<StoredKey | undefined> {
  const bytes = await wrappedIn(files.key)
  const inHead = keyInHead(await readLogHead(files.head))
  if (inHead !== undefined && (bytes === undefined || (await wrappedIn(files.earlyKey))?.equals(bytes) === true))
    return { bytes: inHead, isInHead: true }
  return bytes === undefined ? undefined : { bytes, isInHead: false }
}

/** @param files of the log, whose folder exists */
export function createAuditKey(files: AuditFiles, keyring: Keyring): AuditKey {
  let known: OpenAuditKey | undefined

  function open(bytes: Buffer, as: string): Buffer | undefined {
    try {
      return keyring.openKey(bytes, as)
    } catch (error) {
      if (error instanceof AppError) return undefined
      throw error
    }
  }

  async function earlyKey(): Promise<Buffer | undefined> {
    const bytes = await wrappedIn(files.earlyKey)
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
    const stored = await readStoredKey(files)
    if (stored === undefined) return { state: 'missing' }
    const { bytes } = stored
    const key = open(bytes, purpose)
    if (key !== undefined) return (known = { state: 'open', key, early: await earlyKey() })
    const early = open(bytes, earlyPurpose)
    return early === undefined ? { state: 'damaged' } : { state: 'early', early }
  }

  return {
    read,
    async make() {
      const before = await read()
      if (before.state !== 'early') return { state: 'open', ...keyring.makeKey(purpose), early: undefined }
      // The key of an earlier version stays, for the codes that were made with it.
      await writeFileAtomically(files.earlyKey, await readFile(files.key))
      return { state: 'open', ...keyring.makeKey(purpose), early: before.early }
    }
  }
}

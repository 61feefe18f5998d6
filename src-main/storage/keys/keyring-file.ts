import { storageKeysMessages as m } from '#messages/storage/keys.ts'
import { readFileSync } from 'node:fs'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { errorCode } from '#shared/error-code.ts'
import { createFileAtomically, writeFileAtomically } from '../files/atomic-file.ts'
import { withFileLock } from '../files/file-lock.ts'
import { asSpaceError } from '../files/space-error.ts'

const Base64 = v.pipe(v.string(), v.base64())
const Work = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 20))
const Common = {
  version: v.picklist([1, 2]),
  /** Name of the root key. Keyrings of version 1 have none. */
  root: v.optional(v.pipe(v.string(), v.regex(/^[0-9a-f]{16}$/))),
  /** The root key under a recovery key. */
  recovery: v.optional(v.object({ salt: Base64, wrapped: Base64 })),
  /** Root keys of before a rotation, under the present one, for what is not wrapped again yet. */
  older: v.optional(v.array(Base64), [])
}

/** What is on the disk: the root key, wrapped in every way that opens it. */
export const StoredKeyring = v.variant('by', [
  v.object({
    ...Common,
    by: v.literal('passphrase'),
    N: Work,
    r: v.pipe(Work, v.maxValue(32)),
    p: v.pipe(Work, v.maxValue(16)),
    salt: Base64,
    wrapped: Base64
  }),
  v.object({
    ...Common,
    by: v.literal('keychain'),
    backend: v.string(),
    wrapped: Base64,
    /** The owner of the computer is asked before the keychain opens it. */
    ownerLock: v.optional(v.boolean())
  })
])
export type StoredKeyring = v.InferOutput<typeof StoredKeyring>

/** The keyring's file, shared by every process of a profile. */
export interface KeyringFile {
  /**
   * The file as it is now; read at once, so that no other process comes in between a check and its use.
   * @throws AppError `unreadable-file` when it is damaged
   */
  read(): StoredKeyring | undefined
  /**
   * Writes the first keyring; never over another one.
   * @returns false when there is one already
   */
  create(keyring: StoredKeyring): Promise<boolean>
  /**
   * Changes the keyring that is there, one process at a time.
   * @throws AppError `not-found` when there is none; what `change` throws
   */
  update(change: (keyring: StoredKeyring) => Promise<StoredKeyring>): Promise<StoredKeyring>
}

/** @param path absolute path, in a folder that exists */
export function keyringFile(path: string): KeyringFile {
  function read(): StoredKeyring | undefined {
    const text = textOf(path)
    if (text === undefined) return undefined
    try {
      return v.parse(StoredKeyring, JSON.parse(text))
    } catch (cause) {
      throw damagedKeyring(cause)
    }
  }

  return {
    read,
    async create(keyring) {
      const text = serialize(keyring)
      const created = await createFileAtomically(path, text).catch((error: unknown) => {
        throw asSpaceError(error)
      })
      return created && textOf(path) === text
    },
    update: (change) =>
      withFileLock(`${path}.lock`, async () => {
        const known = read()
        if (known === undefined) throw new AppError('not-found', m.nothingIsStoredOnThisComputer)
        const next = await change(known)
        await writeFileAtomically(path, serialize(next)).catch((error: unknown) => {
          throw asSpaceError(error)
        })
        return next
      })
  }
}

function serialize(keyring: StoredKeyring): string {
  return `${JSON.stringify(keyring)}\n`
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined
    if (errorCode(error) === 'EISDIR') throw damagedKeyring(error)
    throw error
  }
}

function damagedKeyring(cause: unknown): AppError {
  return new AppError('unreadable-file', m.theKeyringKeyringJsonInThe, { cause })
}

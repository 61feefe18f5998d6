import { randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { shortestPassphrase, type KeyringState } from '#shared/snapshot.ts'
import type { SecretsPort } from '../host/ports.ts'
import { writeFileAtomically } from './atomic-file.ts'
import { newPassphraseSalt, passphraseKey } from './passphrase-key.ts'
import { readText } from './read-text.ts'
import { unwrapKey, wrapKey } from './wrap-key.ts'

const Base64 = v.pipe(v.string(), v.base64())
const Work = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 20))
const StoredKeyring = v.variant('by', [
  v.object({
    version: v.literal(1),
    by: v.literal('passphrase'),
    N: Work,
    r: v.pipe(Work, v.maxValue(32)),
    p: v.pipe(Work, v.maxValue(16)),
    salt: Base64,
    wrapped: Base64
  }),
  v.object({ version: v.literal(1), by: v.literal('keychain'), backend: v.string(), wrapped: Base64 })
])
type StoredKeyring = v.InferOutput<typeof StoredKeyring>

const rootPurpose = 'populus root key'

/** The root key, which wraps the key of every snapshot. It is on the disk only wrapped itself. */
export interface Keyring {
  /** Opens a keyring of the operating system's keychain by itself. */
  state(): Promise<KeyringState>
  /**
   * Makes the root key. Without a passphrase the operating system's keychain protects it.
   * @throws AppError `not-allowed` when there is one already, `invalid-input` for a short passphrase, `not-supported`
   * without a passphrase where no keychain protects
   */
  create(passphrase?: string): Promise<void>
  /** @throws AppError `not-allowed` for a wrong passphrase, `not-found` when there is no keyring */
  unlock(passphrase: string): Promise<void>
  /** Forgets the root key until it is unlocked again. */
  lock(): void
  /**
   * A new key of 32 bytes, and the same wrapped for the disk. Zero the key after use.
   * @throws AppError `not-allowed` while the keyring is not open
   */
  makeKey(purpose: string): { readonly key: Buffer; readonly wrapped: Buffer }
  /**
   * Unwraps the key of a snapshot. Zero it after use.
   * @throws AppError `not-allowed` while the keyring is not open, `unreadable-file` when the key is not one of this keyring
   */
  openKey(wrapped: Uint8Array, purpose: string): Buffer
}

/** @param path absolute path of the keyring's file, in a folder that exists */
export function createKeyring(path: string, secrets: SecretsPort | undefined): Keyring {
  let root: Buffer | undefined

  async function stored(): Promise<StoredKeyring | undefined> {
    const text = await readText(path)
    if (text === undefined) return undefined
    try {
      return v.parse(StoredKeyring, JSON.parse(text))
    } catch (cause) {
      throw new AppError(
        'unreadable-file',
        'The keyring of the kept data is damaged. Put its file back from a backup, or delete the kept data and load them again.',
        { cause }
      )
    }
  }

  async function keychain(): Promise<SecretsPort | undefined> {
    return secrets !== undefined && (await secrets.isSafe()) ? secrets : undefined
  }

  async function openByKeychain(wrapped: string): Promise<boolean> {
    const port = await keychain()
    if (port === undefined) return false
    let opened: Awaited<ReturnType<SecretsPort['open']>>
    try {
      opened = await port.open(Buffer.from(wrapped, 'base64'))
    } catch {
      // Another user, another computer or a keychain that was emptied: the state says that the key is not there.
      return false
    }
    const key = Buffer.from(opened.secret, 'base64')
    root = key
    if (opened.stale) await write(await byKeychain(port, key))
    return true
  }

  async function byKeychain(port: SecretsPort, key: Buffer): Promise<StoredKeyring> {
    const wrapped = Buffer.from(await port.seal(key.toString('base64'))).toString('base64')
    return { version: 1, by: 'keychain', backend: port.backend(), wrapped }
  }

  async function write(keyring: StoredKeyring): Promise<void> {
    await writeFileAtomically(path, `${JSON.stringify(keyring)}\n`)
  }

  function opened(): Buffer {
    if (root === undefined) {
      throw new AppError('not-allowed', 'What is kept on this computer is locked. Unlock it with its passphrase first.')
    }
    return root
  }

  return {
    async state() {
      const known = await stored()
      if (known === undefined)
        return { state: 'absent', by: (await keychain()) === undefined ? 'passphrase' : 'keychain' }
      const isOpen = root !== undefined || (known.by === 'keychain' && (await openByKeychain(known.wrapped)))
      return { state: isOpen ? 'open' : 'locked', by: known.by }
    },
    async create(passphrase) {
      if ((await stored()) !== undefined) {
        throw new AppError('not-allowed', 'There is a keyring already. Unlock it with its passphrase.')
      }
      const key = randomBytes(32)
      if (passphrase === undefined) {
        const port = await keychain()
        if (port === undefined) {
          throw new AppError('not-supported', 'There is no keychain here that protects. Choose a passphrase.')
        }
        await write(await byKeychain(port, key))
      } else {
        if (passphrase.length < shortestPassphrase) {
          throw new AppError('invalid-input', `The passphrase needs at least ${shortestPassphrase} characters.`)
        }
        const salt = newPassphraseSalt()
        const wrapping = await passphraseKey(passphrase, salt)
        const wrapped = wrapKey(key, wrapping, rootPurpose).toString('base64')
        wrapping.fill(0)
        await write({ version: 1, by: 'passphrase', ...salt, wrapped })
      }
      root = key
    },
    async unlock(passphrase) {
      const known = await stored()
      if (known === undefined) throw new AppError('not-found', 'Nothing is kept on this computer yet.')
      if (known.by === 'keychain') {
        if (root !== undefined || (await openByKeychain(known.wrapped))) return
        throw new AppError(
          'not-allowed',
          'The keychain of this computer does not give the key. Sign in as the user who kept the data, and unlock the keychain.',
          { retryable: true }
        )
      }
      const wrapping = await passphraseKey(passphrase, known)
      const key = unwrapKey(Buffer.from(known.wrapped, 'base64'), wrapping, rootPurpose)
      wrapping.fill(0)
      if (key === undefined)
        throw new AppError('not-allowed', 'This is not the passphrase. Try again.', { retryable: true })
      root?.fill(0)
      root = key
    },
    lock() {
      root?.fill(0)
      root = undefined
    },
    makeKey(purpose) {
      const key = randomBytes(32)
      return { key, wrapped: wrapKey(key, opened(), purpose) }
    },
    openKey(wrapped, purpose) {
      const key = unwrapKey(wrapped, opened(), purpose)
      if (key === undefined) {
        throw new AppError(
          'unreadable-file',
          'The key of this snapshot is gone or damaged, so its data cannot be read by anybody. Delete the snapshot.'
        )
      }
      return key
    }
  }
}

import { storageKeysMessages as m } from '#messages/storage/keys.ts'
import { randomBytes } from 'node:crypto'
import { AppError } from '#shared/app-error.ts'
import type { SecretsPort } from '../../ports/host.ts'
import type { StoredKeyring } from './keyring-file.ts'
import { newPassphraseSalt, passphraseKey, passphraseWork, type PassphraseWork } from './passphrase-key.ts'
import { makeRecoveryKey, recoveryWrappingKey } from './recovery-key.ts'
import { unwrapKey, wrapKey } from './wrap-key.ts'

const rootPurpose = 'populus root key'
const recoveryPurpose = 'populus root key by recovery key'
const olderPurpose = 'populus older root key'

/** The part of a keyring that does not depend on what protects the root key. */
type Common = Pick<StoredKeyring, 'root' | 'recovery' | 'older'> & { readonly ownerLock?: boolean | undefined }

/** Wraps and unwraps the root key: by a passphrase, by the operating system's keychain, or by a recovery key. */
export interface RootProtection {
  /** Whether there is a keychain that protects. */
  hasKeychain(): Promise<boolean>
  /**
   * The keyring with its root key under a passphrase, or under the keychain when there is none.
   * @throws AppError `not-supported` without a passphrase where no keychain protects
   */
  protect(common: Common, key: Buffer, passphrase: string | undefined): Promise<StoredKeyring>
  /** @returns `undefined` when the keychain does not give the key; `stale` when the system has a newer key for it */
  byKeychain(known: StoredKeyring): Promise<{ readonly key: Buffer; readonly stale: boolean } | undefined>
  /**
   * The root key, proven by its passphrase, or by the keychain where that protects. Zero it after use.
   * @throws AppError `not-allowed`
   */
  prove(known: StoredKeyring, passphrase: string | undefined): Promise<Buffer>
}

/**
 * @param secrets `undefined` where there is no keychain
 * @param work of new passphrases; a stored one is opened with the work it was made with
 */
export function createRootProtection(
  secrets: SecretsPort | undefined,
  work: PassphraseWork = passphraseWork
): RootProtection {
  async function keychain(): Promise<SecretsPort | undefined> {
    return secrets !== undefined && (await secrets.isSafe()) ? secrets : undefined
  }

  async function byKeychain(known: StoredKeyring): ReturnType<RootProtection['byKeychain']> {
    const port = await keychain()
    if (port === undefined) return undefined
    try {
      const { secret, stale } = await port.open(Buffer.from(known.wrapped, 'base64'))
      return { key: Buffer.from(secret, 'base64'), stale }
    } catch {
      // Another user, another computer or a keychain that was emptied: the state says that the key is not there.
      return undefined
    }
  }

  return {
    hasKeychain: async () => (await keychain()) !== undefined,
    byKeychain,
    async protect({ root, recovery, older, ownerLock }, key, passphrase) {
      const common = { version: 2 as const, older, ...(root && { root }), ...(recovery && { recovery }) }
      if (passphrase === undefined) {
        const port = await keychain()
        if (port === undefined) throw new AppError('not-supported', m.thereIsNoKeychainHereThat)
        const wrapped = Buffer.from(await port.seal(key.toString('base64'))).toString('base64')
        const asked = ownerLock === true ? { ownerLock } : {}
        return { ...common, ...asked, by: 'keychain', backend: port.backend(), wrapped }
      }
      const salt = newPassphraseSalt(work)
      const wrapping = await passphraseKey(passphrase, salt)
      const wrapped = wrapKey(key, wrapping, rootPurpose).toString('base64')
      wrapping.fill(0)
      return { ...common, by: 'passphrase', ...salt, wrapped }
    },
    async prove(known, passphrase) {
      if (known.by === 'keychain') {
        const opened = await byKeychain(known)
        if (opened !== undefined) return opened.key
        throw new AppError('not-allowed', m.populusCouldNotReadTheKey, { retryable: true, reason: 'locked' })
      }
      const wrapping = await passphraseKey(passphrase ?? '', known)
      const key = unwrapKey(Buffer.from(known.wrapped, 'base64'), wrapping, rootPurpose)
      wrapping.fill(0)
      if (key === undefined)
        throw new AppError('not-allowed', m.wrongPassphraseTryAgain, {
          retryable: true,
          reason: 'locked'
        })
      return key
    }
  }
}

/** A new recovery key for a root key: text for paper, and what the keyring stores. */
export function wrapForRecovery(key: Buffer): {
  readonly text: string
  readonly recovery: NonNullable<StoredKeyring['recovery']>
} {
  const text = makeRecoveryKey()
  const salt = randomBytes(16)
  const wrapping = recoveryWrappingKey(text, salt)
  if (wrapping === undefined) throw new TypeError('a new recovery key cannot be read')
  const wrapped = wrapKey(key, wrapping, recoveryPurpose)
  return { text, recovery: { salt: salt.toString('base64'), wrapped: wrapped.toString('base64') } }
}

/**
 * The root key by its recovery key.
 * @throws AppError `not-found` when no recovery key was made, `not-allowed` for a wrong one
 */
export function openByRecovery({ recovery }: StoredKeyring, text: string): Buffer {
  if (recovery === undefined) throw new AppError('not-found', m.noRecoveryKeyWasMadeFor)
  const wrapping = recoveryWrappingKey(text, Buffer.from(recovery.salt, 'base64'))
  const key = wrapping && unwrapKey(Buffer.from(recovery.wrapped, 'base64'), wrapping, recoveryPurpose)
  if (key === undefined)
    throw new AppError('not-allowed', m.thisIsNotTheRecoveryKey, {
      retryable: true
    })
  return key
}

/** The root keys of before earlier rotations. Zero them after use. */
export function olderRoots({ older }: StoredKeyring, key: Buffer): Buffer[] {
  return older.flatMap((wrapped) => unwrapKey(Buffer.from(wrapped, 'base64'), key, olderPurpose) ?? [])
}

/** Older root keys under a new one, for the keyring's file. */
export function wrapOlder(older: readonly Buffer[], next: Buffer): string[] {
  return older.map((key) => wrapKey(key, next, olderPurpose).toString('base64'))
}

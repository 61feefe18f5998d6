import { storageKeysMessages as m } from '#messages/storage/keys.ts'
import { AppError } from '#shared/app-error.ts'
import type { StoredKeyring } from './keyring-file.ts'
import type { RootProtection } from './root-protection.ts'

/** When the keychain waits for the owner of the computer. Commands, which a scheduler runs, have none: nobody could answer. */
export interface OwnerQuestion {
  /** Whether the owner has to be asked. @param chosen what the keyring's file says */
  isRequired(chosen: boolean): boolean
}

/** The keychain as a lock that its owner opens. */
export interface OwnerLock {
  /** Whether the keychain opens this keyring only after its owner was asked. */
  asks(known: StoredKeyring): boolean
  /**
   * The root key, proven; a keychain alone proves nothing while its owner has not opened the keyring. Zero it after use.
   * @throws AppError `not-allowed`
   */
  prove(known: StoredKeyring, passphrase: string | undefined): Promise<Buffer>
  /**
   * The root key of a keychain's keyring, after the owner was asked. Zero it after use.
   * @throws AppError `not-allowed` when the keychain does not return it, `not-supported` where a passphrase protects
   */
  byKeychain(known: StoredKeyring): Promise<Buffer>
}

/** @param isOpen whether the root key is in memory */
export function createOwnerLock(
  protection: Pick<RootProtection, 'prove'>,
  question: OwnerQuestion | undefined,
  isOpen: () => boolean
): OwnerLock {
  const asks = (known: StoredKeyring): boolean =>
    known.by === 'keychain' && (question?.isRequired(known.ownerLock === true) ?? false)
  return {
    asks,
    async prove(known, passphrase) {
      if (!isOpen() && asks(known))
        throw new AppError('not-allowed', m.populusIsLockedUnlockItFirst, {
          retryable: true,
          reason: 'locked'
        })
      return protection.prove(known, passphrase)
    },
    async byKeychain(known) {
      if (known.by === 'keychain') return protection.prove(known, undefined)
      throw new AppError('not-supported', m.aPassphraseProtectsTheseDataUnlock)
    }
  }
}

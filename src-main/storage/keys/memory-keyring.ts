import { storageKeysMessages as m } from '#messages/storage/keys.ts'
import { randomBytes } from 'node:crypto'
import { AppError } from '#shared/app-error.ts'
import type { Keyring } from './keyring.ts'
import { damaged } from '../sealed/frame-cipher.ts'
import { unwrapKey, wrapKey } from './wrap-key.ts'

/** A keyring whose root key is in memory only: what it protects cannot be read by anybody when the program has ended. */
export function createMemoryKeyring(): Keyring {
  const root = randomBytes(32)
  const fixed = (): Promise<never> => Promise.reject(new AppError('not-allowed', m.theKeyOfTheseDataIs))
  return {
    state: async () => ({ state: 'open', by: 'passphrase' }),
    create: fixed,
    unlock: fixed,
    openForOwner: fixed,
    setOwnerLock: fixed,
    usePassphrase: fixed,
    changePassphrase: fixed,
    makeRecovery: fixed,
    recover: fixed,
    rotate: fixed,
    rewrap: () => undefined,
    lock: () => void root.fill(0),
    makeKey(purpose) {
      const key = randomBytes(32)
      return { key, wrapped: wrapKey(key, root, purpose) }
    },
    openKey(wrapped, purpose) {
      const key = unwrapKey(wrapped, root, purpose)
      if (key === undefined) throw damaged()
      return key
    }
  }
}

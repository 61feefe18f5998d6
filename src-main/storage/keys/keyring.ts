import { storageKeysMessages as m } from '#messages/storage/keys.ts'
import { randomBytes } from 'node:crypto'
import { AppError } from '#shared/app-error.ts'
import { passphraseProblem } from '#shared/passphrase-rule.ts'
import type { KeyringState } from '#shared/snapshot.ts'
import type { SecretsPort } from '../../ports/host.ts'
import { keyringFile, type StoredKeyring } from './keyring-file.ts'
import { lostKey } from './lost-key.ts'
import type { PassphraseWork } from './passphrase-key.ts'
import { createOwnerLock, type OwnerQuestion } from './owner-question.ts'
import { createRootInMemory, type OpenRoot } from './root-in-memory.ts'
import { createRootProtection, olderRoots, openByRecovery, wrapForRecovery, wrapOlder } from './root-protection.ts'
import { unwrapKey, wrapKey } from './wrap-key.ts'

/** The root key, which wraps the key of every snapshot. It is on the disk only wrapped itself. */
export interface Keyring {
  /** Opens a keyring of the operating system's keychain by itself. */
  state(): Promise<KeyringState>
  /**
   * Makes the root key. Without a passphrase the operating system's keychain protects it.
   * @throws AppError `not-allowed` when there is one already, `invalid-input` for a weak passphrase, `not-supported`
   * without a passphrase where no keychain protects
   */
  create(passphrase?: string): Promise<void>
  /** @throws AppError `not-allowed` for a wrong passphrase, `not-found` when there is no keyring */
  unlock(passphrase: string): Promise<void>
  /** Overwrites the root key in memory; it is needed again from its passphrase, or from the keychain by its owner. */
  lock(): void
  /**
   * Opens a keychain's keyring after the owner of the computer was asked.
   * @throws AppError `not-allowed` when the keychain does not return the key, `not-supported` where a passphrase protects
   */
  openForOwner(): Promise<void>
  /** Whether the owner is asked from now on. @throws as {@link Keyring.openForOwner} */
  setOwnerLock(on: boolean): Promise<void>
  /**
   * Puts a keychain's keyring under a passphrase from now on, and opens it.
   * @throws AppError `invalid-input` for a weak passphrase, otherwise as {@link Keyring.openForOwner}
   */
  usePassphrase(next: string): Promise<void>
  /**
   * @throws AppError `not-allowed` for a wrong old passphrase or where a keychain protects, `invalid-input` for a weak new one
   */
  changePassphrase(old: string, next: string): Promise<void>
  /**
   * Makes a recovery key, which opens the keyring when the passphrase is forgotten. It takes the place of an earlier one.
   * @param passphrase asked for again where a passphrase protects
   * @returns text for paper; it is stored nowhere
   */
  makeRecovery(passphrase?: string): Promise<string>
  /**
   * Opens the keyring by its recovery key.
   * @param next the new passphrase; without one the keychain protects from now on
   * @throws AppError `not-allowed` for a wrong key, `not-found` when none was ever made
   */
  recover(recoveryKey: string, next?: string): Promise<void>
  /**
   * Puts a new root key in the place of the old one. What was wrapped before still opens; `rewrap` wraps it again. A
   * recovery key opens the old root key only, so it has to be made again.
   */
  rotate(passphrase?: string): Promise<void>
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
  /**
   * Wraps a key under the present root key.
   * @returns `undefined` when it is already
   */
  rewrap(wrapped: Uint8Array, purpose: string): Buffer | undefined
}

/**
 * @param path absolute path of the keyring's file, in a folder that exists
 * @param work of new passphrases, where it is not that of the product
 * @param question absent where the keychain opens without asking
 */
export function createKeyring(
  path: string,
  secrets: SecretsPort | undefined,
  work?: PassphraseWork,
  question?: OwnerQuestion
): Keyring {
  const file = keyringFile(path)
  const protection = createRootProtection(secrets, work)
  const root = createRootInMemory()
  const owner = createOwnerLock(protection, question, () => root.isOpen)
  const opened = (): OpenRoot => root.current(() => file.read())

  async function openByKeychain(known: StoredKeyring): Promise<boolean> {
    const found = await protection.byKeychain(known)
    if (found === undefined) return false
    root.hold(found.key, known)
    if (found.stale) {
      await file.update(async (now) =>
        now.root === known.root && now.by === 'keychain' ? protection.protect(now, found.key, undefined) : now
      )
    }
    return true
  }

  return {
    async state() {
      const known = file.read()
      root.lockUnlessCurrent(known)
      if (known === undefined) {
        return { state: 'absent', by: (await protection.hasKeychain()) ? 'keychain' : 'passphrase' }
      }
      const asks = owner.asks(known)
      const isOpen = root.isOpen || (known.by === 'keychain' && !asks && (await openByKeychain(known)))
      const recovery = known.recovery === undefined ? {} : { recovery: true }
      const isChosen = known.by === 'keychain' && known.ownerLock === true
      const ownerLock = asks ? { ownerLock: isChosen ? ('chosen' as const) : ('required' as const) } : {}
      return { state: isOpen ? 'open' : 'locked', by: known.by, ...recovery, ...ownerLock }
    },
    async create(passphrase) {
      if (file.read() !== undefined) throw alreadyThere()
      requireStrong(passphrase)
      const key = randomBytes(32)
      const made = await protection.protect(firstRoot(), key, passphrase)
      if (await file.create(made)) {
        root.hold(key, made)
        return
      }
      key.fill(0)
      const theirs = file.read()
      const isTheirs = passphrase === undefined && theirs?.by === 'keychain' && !owner.asks(theirs)
      const usable = isTheirs && (await openByKeychain(theirs))
      if (!usable) throw alreadyThere()
    },
    async unlock(passphrase) {
      const known = file.read()
      if (known === undefined) throw new AppError('not-found', m.nothingIsStoredOnThisComputer)
      if (known.by === 'keychain' && root.isOpen) return
      root.hold(await owner.prove(known, passphrase), known)
    },
    lock: () => root.lock(),
    async openForOwner() {
      const known = file.read()
      if (known === undefined) throw new AppError('not-found', m.nothingIsStoredOnThisComputer)
      root.hold(await owner.byKeychain(known), known)
    },
    async setOwnerLock(on) {
      await file.update(async (known) => {
        ;(await owner.byKeychain(known)).fill(0)
        return known.by === 'keychain' ? { ...known, ownerLock: on } : known
      })
    },
    async usePassphrase(next) {
      requireStrong(next)
      await file.update(async (known) => {
        const key = await owner.byKeychain(known)
        const changed = await protection.protect(known, key, next)
        root.hold(key, changed)
        return changed
      })
    },
    async changePassphrase(old, next) {
      requireStrong(next)
      await file.update(async (known) => {
        if (known.by === 'keychain') throw new AppError('not-supported', m.theKeychainOfThisComputerProtects)
        const key = await protection.prove(known, old)
        const changed = await protection.protect(known, key, next)
        root.hold(key, changed)
        return changed
      })
    },
    async makeRecovery(passphrase) {
      let text = ''
      await file.update(async (known) => {
        const key = await owner.prove(known, passphrase)
        const made = wrapForRecovery(key)
        key.fill(0)
        text = made.text
        return { ...known, recovery: made.recovery }
      })
      return text
    },
    async recover(recoveryKey, next) {
      requireStrong(next)
      await file.update(async (known) => {
        const key = openByRecovery(known, recoveryKey)
        const changed = await protection.protect(known, key, next)
        root.hold(key, changed)
        return changed
      })
    },
    async rotate(passphrase) {
      const next = randomBytes(32)
      const changed = await file.update(async (known) => {
        const old = await owner.prove(known, passphrase)
        const older = [old, ...olderRoots(known, old)]
        const asked = known.by === 'keychain' ? known.ownerLock : undefined
        const stored = { ...firstRoot(), older: wrapOlder(older, next), ownerLock: asked }
        for (const key of older) key.fill(0)
        return protection.protect(stored, next, known.by === 'keychain' ? undefined : passphrase)
      })
      root.hold(next, changed)
    },
    makeKey(purpose) {
      const key = randomBytes(32)
      return { key, wrapped: wrapKey(key, opened().key, purpose) }
    },
    openKey(wrapped, purpose) {
      const { key, older } = opened()
      for (const item of [key, ...older]) {
        const found = unwrapKey(wrapped, item, purpose)
        if (found !== undefined) return found
      }
      throw lostKey(purpose)
    },
    rewrap(wrapped, purpose) {
      const { key, older } = opened()
      if (unwrapKey(wrapped, key, purpose)?.fill(0) !== undefined) return undefined
      for (const item of older) {
        const found = unwrapKey(wrapped, item, purpose)
        if (found === undefined) continue
        const anew = wrapKey(found, key, purpose)
        found.fill(0)
        return anew
      }
      throw lostKey(purpose)
    }
  }
}

function firstRoot(): Pick<StoredKeyring, 'root' | 'recovery' | 'older'> {
  return { root: randomBytes(8).toString('hex'), recovery: undefined, older: [] }
}

function requireStrong(passphrase: string | undefined): void {
  const problem = passphrase === undefined ? undefined : passphraseProblem(passphrase)
  if (problem !== undefined) throw new AppError('invalid-input', problem)
}

function alreadyThere(): AppError {
  return new AppError('not-allowed', m.thereIsAKeyringAlreadyUnlock)
}

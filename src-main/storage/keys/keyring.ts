import { randomBytes } from 'node:crypto'
import { AppError } from '#shared/app-error.ts'
import { passphraseProblem } from '#shared/passphrase-rule.ts'
import type { KeyringState } from '#shared/snapshot.ts'
import type { SecretsPort } from '../../ports/host.ts'
import { keyringFile, type StoredKeyring } from './keyring-file.ts'
import { lostKey } from './lost-key.ts'
import type { PassphraseWork } from './passphrase-key.ts'
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
  /** Overwrites the root key in memory; it is needed again from its passphrase. */
  lock(): void
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
   * Puts a new root key in the place of the old one. What was wrapped before still opens; `rewrap` wraps it anew. A
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

interface OpenRoot {
  readonly id: string | undefined
  readonly key: Buffer
  readonly older: readonly Buffer[]
}

/**
 * @param path absolute path of the keyring's file, in a folder that exists
 * @param work of new passphrases, where it is not that of the product
 */
export function createKeyring(path: string, secrets: SecretsPort | undefined, work?: PassphraseWork): Keyring {
  const file = keyringFile(path)
  const protection = createRootProtection(secrets, work)
  let root: OpenRoot | undefined

  function lock(): void {
    root?.key.fill(0)
    for (const key of root?.older ?? []) key.fill(0)
    root = undefined
  }

  function hold(key: Buffer, stored: StoredKeyring): void {
    lock()
    root = { id: stored.root, key, older: olderRoots(stored, key) }
  }

  /** Another process may have rotated the root key or started over: what is in memory is then no longer the key. */
  function opened(): OpenRoot {
    if (root !== undefined) lockUnlessCurrent(file.read())
    if (root === undefined) {
      throw new AppError(
        'not-allowed',
        'What is stored on this computer is locked. Unlock it with its passphrase first.',
        { reason: 'locked' }
      )
    }
    return root
  }

  function lockUnlessCurrent(known: StoredKeyring | undefined): void {
    if (known === undefined || (root !== undefined && root.id !== known.root)) lock()
  }

  async function openByKeychain(known: StoredKeyring): Promise<boolean> {
    const found = await protection.byKeychain(known)
    if (found === undefined) return false
    hold(found.key, known)
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
      lockUnlessCurrent(known)
      if (known === undefined) {
        return { state: 'absent', by: (await protection.hasKeychain()) ? 'keychain' : 'passphrase' }
      }
      const isOpen = root !== undefined || (known.by === 'keychain' && (await openByKeychain(known)))
      const recovery = known.recovery === undefined ? {} : { recovery: true }
      return { state: isOpen ? 'open' : 'locked', by: known.by, ...recovery }
    },
    async create(passphrase) {
      if (file.read() !== undefined) throw alreadyThere()
      requireStrong(passphrase)
      const key = randomBytes(32)
      const made = await protection.protect(firstRoot(), key, passphrase)
      if (await file.create(made)) {
        hold(key, made)
        return
      }
      key.fill(0)
      const theirs = file.read()
      const usable = passphrase === undefined && theirs?.by === 'keychain' && (await openByKeychain(theirs))
      if (!usable) throw alreadyThere()
    },
    async unlock(passphrase) {
      const known = file.read()
      if (known === undefined) throw new AppError('not-found', 'Nothing is stored on this computer yet.')
      if (known.by === 'keychain' && root !== undefined) return
      hold(await protection.prove(known, passphrase), known)
    },
    lock,
    async changePassphrase(old, next) {
      requireStrong(next)
      await file.update(async (known) => {
        if (known.by === 'keychain')
          throw new AppError(
            'not-supported',
            'The keychain of this computer protects these data; there is no passphrase.'
          )
        const key = await protection.prove(known, old)
        const changed = await protection.protect(known, key, next)
        hold(key, changed)
        return changed
      })
    },
    async makeRecovery(passphrase) {
      let text = ''
      await file.update(async (known) => {
        const key = await protection.prove(known, passphrase)
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
        hold(key, changed)
        return changed
      })
    },
    async rotate(passphrase) {
      const next = randomBytes(32)
      const changed = await file.update(async (known) => {
        const old = await protection.prove(known, passphrase)
        const older = [old, ...olderRoots(known, old)]
        const stored = { ...firstRoot(), older: wrapOlder(older, next) }
        for (const key of older) key.fill(0)
        return protection.protect(stored, next, known.by === 'keychain' ? undefined : passphrase)
      })
      hold(next, changed)
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
  return new AppError('not-allowed', 'There is a keyring already. Unlock it with its passphrase.')
}

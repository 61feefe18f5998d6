import { storageKeysMessages as m } from '#messages/storage/keys.ts'
import { AppError } from '#shared/app-error.ts'
import type { StoredKeyring } from './keyring-file.ts'
import { olderRoots } from './root-protection.ts'

/** A root key in memory, with those of before rotations. */
export interface OpenRoot {
  readonly id: string | undefined
  readonly key: Buffer
  readonly older: readonly Buffer[]
}

/** Holds the root key while the keyring is open. */
export interface RootInMemory {
  readonly isOpen: boolean
  hold(key: Buffer, stored: StoredKeyring): void
  /** Overwrites it. */
  lock(): void
  /** Another process may have rotated the root key or started over: what is in memory is then no longer the key. */
  lockUnlessCurrent(known: StoredKeyring | undefined): void
  /** @throws AppError `not-allowed` while there is none */
  current(read: () => StoredKeyring | undefined): OpenRoot
}

/** Nothing is open at first. */
export function createRootInMemory(): RootInMemory {
  let root: OpenRoot | undefined

  function lock(): void {
    root?.key.fill(0)
    for (const key of root?.older ?? []) key.fill(0)
    root = undefined
  }

  function lockUnlessCurrent(known: StoredKeyring | undefined): void {
    if (known === undefined || (root !== undefined && root.id !== known.root)) lock()
  }

  return {
    get isOpen() {
      return root !== undefined
    },
    hold(key, stored) {
      lock()
      root = { id: stored.root, key, older: olderRoots(stored, key) }
    },
    lock,
    lockUnlessCurrent,
    current(read) {
      if (root !== undefined) lockUnlessCurrent(read())
      if (root === undefined)
        throw new AppError('not-allowed', m.whatIsStoredOnThisComputer, {
          reason: 'locked'
        })
      return root
    }
  }
}

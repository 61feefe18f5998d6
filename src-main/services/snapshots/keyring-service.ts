import { servicesSnapshotsMessages as m } from '#messages/services/snapshots.ts'
import { AppError } from '#shared/app-error.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import type { KeyringState } from '#shared/snapshot.ts'
import type { AppLock } from './app-lock.ts'
import type { KeyringService } from './keyring.ts'
import type { ClockPort, LogPort } from '../../ports/host.ts'
import type { BackupGate } from '../../storage/backup/backup-gate.ts'
import type { Keyring } from '../../storage/keys/keyring.ts'
import { rewrapKeys } from '../../storage/snapshots/rewrap-keys.ts'
import type { SnapshotStore } from '../../storage/snapshots/snapshot-store.ts'
import { askToStartOver } from '../../storage/snapshots/start-over.ts'

/** Dependencies of {@link createKeyringService}. */
export interface KeyringServiceDependencies {
  readonly keyring: Keyring
  readonly appLock: AppLock
  readonly store: SnapshotStore
  /** No backup has keys that were wrapped under two root keys. */
  readonly gate: Pick<BackupGate, 'change'>
  /** Absolute path of the data folder. */
  readonly data: string
  readonly clock: ClockPort
  readonly log: LogPort
  /** Minutes without any use after which the data are locked; 0 for never. */
  idleMinutes(): number
  /** Whether work is under way that would have to wait. */
  isBusy(): boolean
  /** Stops whatever uses keys, and forgets them. */
  forget(): Promise<void>
  /** Somebody is about to open the keys. */
  beforeOpen(): Promise<void>
  /** The keys are there again. */
  onOpen(): Promise<void>
  /** It was locked, and not by a call. @param by what opens it again */
  onLocked(by: KeyringState['by']): Promise<void>
}

/** The keyring of a profile over its life: unlocked, locked again, changed. */
export interface ProfileKeyring extends KeyringService {
  /** Locks, where a passphrase or the owner of the computer opens again and the data are open. Called when the computer sleeps or its screen is locked. */
  lockIfOpen(): Promise<void>
  /** Locks when nobody used it for long enough. Called every half minute or so. */
  lockWhenIdle(): Promise<void>
}

/** Creates the service of the keyring of a data folder: opening, locking after a time, changing and recovering. */
export function createKeyringService(dependencies: KeyringServiceDependencies): ProfileKeyring {
  const { keyring, appLock, store, data, clock, log } = dependencies
  let usedAt = clock.now()
  /** Counts up with each time that somebody wanted it locked. */
  let lockings = 0

  const touch = (): void => {
    usedAt = clock.now()
  }

  async function lock(): Promise<void> {
    try {
      await dependencies.forget()
    } finally {
      // Also where something cannot be stopped: whoever locks goes away.
      keyring.lock()
      // What began while the rest was stopped had its keys still.
      await dependencies.forget()
    }
  }

  async function isLockable(): Promise<boolean> {
    const { state, by, ownerLock } = await keyring.state()
    return state === 'open' && (by === 'passphrase' || ownerLock !== undefined)
  }

  async function opened(): Promise<void> {
    touch()
    await dependencies.onOpen()
  }

  /** Goes on with a rotation that was interrupted. */
  async function rewrapRest(): Promise<number> {
    await store.claim()
    return rewrapKeys(data, keyring, log)
  }

  const inTurn = oneAtATime()

  /** The time without use and the sleep of the computer may ask at once; the second finds it locked. */
  function lockIfOpen(): Promise<void> {
    lockings += 1
    return inTurn(async () => {
      if (!(await isLockable())) return
      const { by } = await keyring.state()
      try {
        await lock()
      } finally {
        await dependencies.onLocked(by)
      }
    })
  }

  /** Opens the keys or changes them, which takes a while: what was to be locked meanwhile is locked in the end. */
  async function whileOpening(work: () => Promise<void>): Promise<void> {
    const before = lockings
    await dependencies.beforeOpen()
    await work()
    if (lockings !== before) await lockIfOpen()
  }

  return {
    touch,
    state: (): Promise<KeyringState> => appLock.state(),
    async create(passphrase) {
      await keyring.create(passphrase)
      touch()
    },
    unlock: (passphrase) =>
      whileOpening(async () => {
        await keyring.unlock(passphrase)
        await opened()
      }),
    unlockByOwner: () =>
      whileOpening(async () => {
        await appLock.unlock()
        await opened()
      }),
    async setOwnerLock(on) {
      await appLock.change(on)
    },
    usePassphrase: (next) =>
      whileOpening(async () => {
        await appLock.usePassphrase(next)
        await opened()
      }),
    async lock() {
      lockings += 1
      const { by, ownerLock } = await keyring.state()
      if (by === 'keychain' && ownerLock === undefined)
        throw new AppError('not-supported', m.theKeychainOfYourAccountProtects)
      await lock()
    },
    lockIfOpen,
    async lockWhenIdle() {
      const minutes = dependencies.idleMinutes()
      // A clock that was set back must not leave the data open until it has caught up.
      usedAt = Math.min(usedAt, clock.now())
      if (minutes === 0 || clock.now() - usedAt < minutes * 60_000) return
      if (dependencies.isBusy()) return
      await lockIfOpen()
    },
    changePassphrase: (old, next) => whileOpening(() => keyring.changePassphrase(old, next)),
    makeRecovery: (passphrase) => keyring.makeRecovery(passphrase),
    recover: (recoveryKey, next) =>
      whileOpening(async () => {
        await keyring.recover(recoveryKey, next)
        await opened()
      }),
    async rotate(passphrase) {
      await store.claim()
      if (dependencies.isBusy())
        throw new AppError('not-allowed', m.anExportIsUnderWayChange, {
          retryable: true
        })
      return dependencies.gate.change(async () => {
        await keyring.rotate(passphrase)
        return rewrapRest()
      })
    },
    async startOver() {
      // A keyring that cannot be read opens nothing either, which is what starting over is for.
      if ((await keyring.state().catch(() => ({ state: 'locked' }))).state !== 'locked')
        throw new AppError('not-allowed', m.theDataAreNotLockedDelete)
      return askToStartOver(data, clock.now())
    }
  }
}

import { stateSessionMessages as m } from '#messages/state/session.ts'
import { toWireError } from '#shared/app-error.ts'
import { startOverConfirmation } from '#shared/contract/keyring.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { KeyringState } from '#shared/snapshot.ts'
import type { Router } from '../navigation/router.svelte.ts'
import type { Session } from './session.svelte.ts'
import type { Snapshots } from './snapshots.svelte.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

/** Dependencies of {@link Lock}. */
export interface LockDependencies {
  readonly transport: Transport
  readonly snapshots: Snapshots
  readonly session: Session
  readonly router: Router
  readonly toasts: Toasts
  /** Hears when the key of the data was opened or went away. */
  readonly onTurned: () => void
}

/** A dialog about the key of the data. */
export type LockDialog =
  | { readonly what: 'change' | 'recovery' | 'rotate' | 'forgotten' }
  | { readonly what: 'recovery-key'; readonly key: string }
  | { readonly what: 'started-over'; readonly folder: string }

/** The services are told no more often than this that somebody is there. */
const touchMs = 30_000

/** Locks the data, covers the page while they are locked, and changes what protects them. */
export class Lock {
  readonly #dependencies: LockDependencies
  #covered = $state(false)
  #dialog = $state.raw<LockDialog | undefined>()
  #error = $state<string | undefined>()
  /** What is under way. */
  #running = $state.raw<{ readonly name: string; readonly ended: Promise<void> } | undefined>()
  /** On the clock of the page's own that nobody can set. */
  #touchedAt = -Infinity
  #wasOpen = false
  /** What was on the screens, to be opened again. */
  #before: (() => Promise<void>) | undefined

  constructor(dependencies: LockDependencies) {
    this.#dependencies = dependencies
    dependencies.snapshots.onKeyring = (keyring) => {
      const { state } = keyring
      if (state === 'locked' && isLockable(keyring) && this.#wasOpen) void this.#cover()
      const isTurned = (state === 'open') !== this.#wasOpen
      this.#wasOpen = state === 'open'
      if (isTurned) dependencies.onTurned()
      if (state === 'open' && this.#covered) void this.#uncover()
    }
    this.#wasOpen = dependencies.snapshots.keyring.state === 'open'
  }

  /** The data were locked while the page was in use: nothing of them is shown. */
  get covered(): boolean {
    return this.#covered
  }

  get dialog(): LockDialog | undefined {
    return this.#dialog
  }

  /** Why the last thing was refused. */
  get error(): string | undefined {
    return this.#error
  }

  /** A passphrase is being tried, which takes about a second. */
  get busy(): boolean {
    return this.#running !== undefined
  }

  /** Whether locking means anything: a passphrase or the owner of the computer opens again, and the data are open. */
  get canLock(): boolean {
    const { keyring } = this.#dependencies.snapshots
    return keyring.state === 'open' && isLockable(keyring)
  }

  /** Somebody uses the page. */
  touch(): void {
    const now = performance.now()
    if (!this.canLock || now - this.#touchedAt < touchMs) return
    this.#touchedAt = now
    // When the host is gone or busy, the next movement tells it again.
    this.#dependencies.transport.call('keyring.touch', undefined).catch(() => (this.#touchedAt = -Infinity))
  }

  ask(dialog: LockDialog): void {
    this.#error = undefined
    this.#dialog = dialog
  }

  dismiss(): void {
    this.#error = undefined
    this.#dialog = undefined
  }

  /** Locks now. */
  async lockNow(): Promise<void> {
    if (!this.canLock) return
    await this.#attempt('lock', async () => {
      await this.#dependencies.transport.call('keyring.lock', undefined)
      await this.#dependencies.snapshots.refresh()
    })
    if (this.#error !== undefined) this.#dependencies.toasts.show(this.#error, { kind: 'failed' })
  }

  async unlock(passphrase: string): Promise<void> {
    await this.#attempt('unlock', async () => {
      await this.#dependencies.transport.call('keyring.unlock', { passphrase })
      await this.#dependencies.snapshots.refresh()
    })
  }

  /** The operating system asks the owner of the computer. */
  async unlockByOwner(): Promise<void> {
    await this.#attempt('unlockByOwner', async () => {
      await this.#dependencies.transport.call('keyring.unlockByOwner', undefined)
      await this.#dependencies.snapshots.refresh()
    })
  }

  /** Whether the owner is asked from now on; who it is is asked for this as well. */
  async setOwnerLock(on: boolean): Promise<void> {
    const { transport, snapshots, toasts } = this.#dependencies
    const done = await this.#attempt('setOwnerLock', () => transport.call('keyring.setOwnerLock', { on }))
    await snapshots.refresh()
    if (done) toasts.show(on ? m.touchIDUnlocksTheDataFrom : m.theKeychainAloneOpensTheData)
    else if (this.#error !== undefined) toasts.show(this.#error, { kind: 'failed' })
  }

  async changePassphrase(old: string, next: string): Promise<void> {
    const done = await this.#attempt('changePassphrase', () =>
      this.#dependencies.transport.call('keyring.changePassphrase', { old, next })
    )
    if (!done) return
    this.dismiss()
    this.#dependencies.toasts.show(m.thePassphraseWasChangedTheOld)
  }

  /** Makes a recovery key and shows it, once. */
  async makeRecovery(passphrase: string | undefined): Promise<void> {
    await this.#attempt('makeRecovery', async () => {
      const { recoveryKey } = await this.#dependencies.transport.call('keyring.makeRecovery', { passphrase })
      await this.#dependencies.snapshots.refresh()
      this.#dialog = { what: 'recovery-key', key: recoveryKey }
    })
  }

  async recover(recoveryKey: string, next: string | undefined): Promise<void> {
    const done = await this.#attempt('recover', async () => {
      await this.#dependencies.transport.call('keyring.recover', { recoveryKey, next })
      await this.#dependencies.snapshots.refresh()
    })
    if (!done) return
    this.dismiss()
    this.#dependencies.snapshots.decline()
    this.#dependencies.toasts.show(next === undefined ? m.unlocked : m.unlockedTheNewPassphraseOpensThe)
  }

  async rotate(passphrase: string | undefined): Promise<void> {
    const hadRecovery = this.#dependencies.snapshots.keyring.recovery === true
    const done = await this.#attempt('rotate', async () => {
      await this.#dependencies.transport.call('keyring.rotate', { passphrase })
      await this.#dependencies.snapshots.refresh()
    })
    if (!done) return
    this.dismiss()
    this.#dependencies.toasts.show(hadRecovery ? m.theKeyWasChangedTheOld : m.theKeyWasChangedAndEverything)
    if (hadRecovery) this.ask({ what: 'recovery' })
  }

  async startOver(): Promise<void> {
    await this.#attempt('startOver', async () => {
      const { folder } = await this.#dependencies.transport.call('keyring.startOver', {
        confirm: startOverConfirmation
      })
      this.#dialog = { what: 'started-over', folder }
    })
  }

  /** Data from a snapshot are closed and opened again later; data that are in memory only stay there, unseen. */
  async #cover(): Promise<void> {
    this.#covered = true
    const { session, router, snapshots } = this.#dependencies
    const loaded = session.loaded
    if (loaded?.savedAs === undefined) return
    const { savedAs, label } = loaded
    const { route } = router
    await session.close()
    this.#before = async () => {
      await snapshots.openNamed(savedAs, label)
      if (session.loaded !== undefined) router.go(route)
    }
  }

  async #uncover(): Promise<void> {
    this.#covered = false
    const reopen = this.#before
    this.#before = undefined
    await reopen?.()
  }

  /**
   * Does one thing after the other: what is asked for while something else is under way follows it, and the same thing asked
   * for again is done once.
   * @returns whether it was done; otherwise the error says why not
   */
  async #attempt(name: string, act: () => Promise<unknown>): Promise<boolean> {
    while (this.#running !== undefined) {
      if (this.#running.name === name) return false
      await this.#running.ended
    }
    const { promise: ended, resolve } = Promise.withResolvers<void>()
    this.#running = { name, ended }
    this.#error = undefined
    try {
      await act()
      return true
    } catch (error) {
      this.#error = toWireError(error).message
      return false
    } finally {
      this.#running = undefined
      resolve()
    }
  }
}

function isLockable({ by, ownerLock }: KeyringState): boolean {
  return by === 'passphrase' || ownerLock !== undefined
}

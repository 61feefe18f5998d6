import { stateSessionMessages as m } from '#messages/state/session.ts'
import { toWireError } from '#shared/app-error.ts'
import { isComplete } from '#shared/completeness.ts'
import { oneAtATime } from '#shared/one-at-a-time.ts'
import {
  defaultSnapshot,
  type AcceptReason,
  type KeyringState,
  type RetentionState,
  type SnapshotEntry
} from '#shared/snapshot.ts'
import type { Loaded } from './loaded.ts'
import { SnapshotSaving, type SnapshotSavingDependencies } from './snapshot-saving.svelte.ts'
import { KeyringAccess, type PassphraseRequest } from './keyring-access.svelte.ts'

/** Dependencies of {@link Snapshots}. */
export type SnapshotsDependencies = Omit<SnapshotSavingDependencies, 'unlock'>

/** The snapshots on this computer: the list of them, the key that opens them, and the saving of what is loaded. */
export class Snapshots {
  readonly #dependencies: SnapshotsDependencies
  readonly #keyringAccess: KeyringAccess
  readonly #saving: SnapshotSaving
  readonly #inTurn = oneAtATime()
  #entries = $state.raw<readonly SnapshotEntry[]>([])
  #retention = $state.raw<RetentionState>({ state: 'off', deleted: 0 })

  constructor(dependencies: SnapshotsDependencies) {
    this.#dependencies = dependencies
    const { transport, toasts } = dependencies
    this.#keyringAccess = new KeyringAccess({ transport, toasts, refresh: () => this.refresh() })
    this.#saving = new SnapshotSaving({ ...dependencies, unlock: () => this.unlock() })
    transport.subscribe('snapshots.changed', () => void this.refresh())
  }

  /** What stays on this computer, newest first. */
  get entries(): readonly SnapshotEntry[] {
    return this.#entries
  }

  /** What came of the last time that old snapshots were to be deleted. */
  get retention(): RetentionState {
    return this.#retention
  }

  /** What is opened when nobody chooses: the newest complete snapshot. */
  get latest(): SnapshotEntry | undefined {
    return defaultSnapshot(this.#entries)
  }

  /** The newest complete snapshot of the connection that the data on the screens came from, when those are not complete. */
  get better(): SnapshotEntry | undefined {
    const shown = this.shown
    const connection = shown?.facts?.export?.connection
    if (shown === undefined || connection === undefined || isComplete(shown.completeness)) return undefined
    return this.#entries.find(
      (entry) => isComplete(entry.completeness) && entry.facts?.export?.connection === connection
    )
  }

  /** The snapshot that is on the screens, as it is in the list. */
  get shown(): SnapshotEntry | undefined {
    const id = this.#dependencies.session.loaded?.opened
    return this.#entries.find((entry) => entry.id === id)
  }

  get keyring(): KeyringState {
    return this.#keyringAccess.keyring
  }

  /** Hears of every look at the keyring. */
  set onKeyring(listener: ((keyring: KeyringState) => void) | undefined) {
    this.#keyringAccess.onKeyring = listener
  }

  /** Set while the passphrase dialog is open. */
  get request(): PassphraseRequest | undefined {
    return this.#keyringAccess.request
  }

  /** Why the last passphrase was not taken. */
  get error(): string | undefined {
    return this.#keyringAccess.error
  }

  /** A passphrase is being tried, which takes about a second. */
  get busy(): boolean {
    return this.#keyringAccess.busy
  }

  /** What is being saved at the moment. */
  get keeping(): Loaded | undefined {
    return this.#saving.current
  }

  /** Asks the services what is kept. One after another: the later reading sees all that the earlier one did. */
  refresh(): Promise<void> {
    return this.#inTurn(() => this.#read())
  }

  async #read(): Promise<void> {
    try {
      await this.#keyringAccess.readKeyring()
      const entries = await this.#dependencies.transport.call('snapshots.list', undefined)
      this.#retention = await this.#dependencies.transport.call('snapshots.retention', undefined)
      this.#entries = entries.filter(({ transient }) => transient !== true)
    } catch (error) {
      this.#dependencies.toasts.show(toWireError(error).message, { kind: 'failed' })
    }
  }

  /** Opens the key, by asking for the passphrase where one is needed. @returns whether it is open */
  unlock(): Promise<boolean> {
    return this.#keyringAccess.unlock()
  }

  /** Asks for a passphrase that takes the place of the keychain. */
  protect(): Promise<void> {
    return this.#keyringAccess.protect()
  }

  /** Tries the passphrase that was asked for. */
  give(passphrase: string): Promise<void> {
    return this.#keyringAccess.give(passphrase)
  }

  /** Closes the passphrase dialog. */
  decline(): void {
    this.#keyringAccess.decline()
  }

  /** Saves what is on the screens, encrypted. Nothing happens when it is saved already. */
  keep(): Promise<void> {
    return this.#saving.save()
  }

  /** Stops saving; what was written so far is removed. Nothing happens when nothing is being saved. */
  cancel(): Promise<void> {
    return this.#saving.cancel()
  }

  /** After a load: saves it or offers to, as the settings say. The sample population can be made again at any time. */
  offer(loaded: Loaded): void {
    this.#saving.offer(loaded)
  }

  /** Opens a snapshot, by asking for the passphrase first where it is locked. */
  async open({ id, facts }: SnapshotEntry): Promise<void> {
    if (await this.unlock()) await this.#dependencies.session.openSaved(id, facts?.label ?? m.theSnapshot)
  }

  /** The same for a snapshot that something else names, such as the export that made it. */
  async openNamed(id: string, label: string): Promise<void> {
    await this.refresh()
    // What is there until the program ends needs no key.
    if (!this.#entries.some((entry) => entry.id === id))
      await this.#dependencies.session.openSaved(id, label, { held: false })
    else if (await this.unlock()) await this.#dependencies.session.openSaved(id, label)
  }

  /** Opens the snapshot that was on the screens when the page crashed; nothing where other data are, or it is gone. */
  async reopen(id: string): Promise<void> {
    if (this.#dependencies.session.loaded !== undefined) return
    await this.refresh()
    const entry = this.#entries.find((item) => item.id === id)
    if (entry !== undefined) await this.open(entry)
  }

  /** Deletes a snapshot for good; data on the screens that came from it are closed first. */
  async delete({ id }: SnapshotEntry): Promise<void> {
    const { transport, session, toasts } = this.#dependencies
    try {
      if (session.loaded?.savedAs === id) await session.close()
      await transport.call('snapshots.delete', { id })
      toasts.show(m.theSnapshotWasDeleted)
    } catch (error) {
      toasts.show(m.theSnapshotWasNotDeleted(toWireError(error).message), { kind: 'failed' })
    }
    await this.refresh()
  }

  /** Puts a snapshot on hold, or releases it. */
  async hold({ id }: SnapshotEntry, hold: boolean): Promise<void> {
    try {
      await this.#dependencies.transport.call('snapshots.hold', { id, hold })
    } catch (error) {
      this.#dependencies.toasts.show(m.theHoldWasNotChanged(toWireError(error).message), { kind: 'failed' })
    }
    await this.refresh()
  }

  /** Uses a snapshot that is much smaller than the one before all the same, or no longer. @returns whether it was done */
  async accept({ id }: SnapshotEntry, reason: AcceptReason | undefined): Promise<boolean> {
    const { transport, toasts } = this.#dependencies
    try {
      await transport.call('snapshots.accept', { id, ...(reason === undefined ? {} : { reason }) })
      toasts.show(reason === undefined ? m.theSnapshotIsNoLongerUsed : m.theSnapshotIsUsedFromNow)
      return true
    } catch (error) {
      toasts.show(m.nothingWasChanged(toWireError(error).message), { kind: 'failed' })
      return false
    } finally {
      await this.refresh()
    }
  }
}

import { commonMessages as common } from '#messages/common.ts'
import { stateSessionMessages as m } from '#messages/state/session.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import { filesPerCall } from '#shared/contract/snapshots.ts'
import { isComplete } from '#shared/completeness.ts'
import {
  defaultSnapshot,
  type AcceptReason,
  type KeyringState,
  type RetentionState,
  type SnapshotEntry
} from '#shared/snapshot.ts'
import type { StoreApi } from '../../workers/store/protocol.ts'
import type { BackgroundTasks } from '../feedback/background-tasks.svelte.ts'
import { saveProblem, type Loaded } from './loaded.ts'
import type { Session } from './session.svelte.ts'
import type { SettingsState } from '../settings/settings.svelte.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'

export interface SnapshotsDependencies {
  readonly transport: Transport
  readonly store: StoreApi
  readonly session: Session
  readonly settings: SettingsState
  readonly jobs: BackgroundTasks
  readonly toasts: Toasts
  readonly onKept: (listener: (fraction: number) => void) => void
}

/**
 * What is being asked for: a new passphrase, the one that unlocks, one in the place of the keychain, or the owner of the
 * computer.
 */
export interface PassphraseRequest {
  readonly what: 'create' | 'unlock' | 'protect' | 'owner'
}

/** What is kept on this computer, and the keeping of what is loaded. */
export class Snapshots {
  readonly #dependencies: SnapshotsDependencies
  #entries = $state.raw<readonly SnapshotEntry[]>([])
  #keyring = $state.raw<KeyringState>({ state: 'absent', by: 'passphrase' })
  #retention = $state.raw<RetentionState>({ state: 'off', deleted: 0 })
  #request = $state.raw<PassphraseRequest | undefined>()
  #error = $state<string | undefined>()
  #busy = $state(false)
  #keeping = $state.raw<Loaded | undefined>()
  #answer: ((opened: boolean) => void) | undefined
  #offered: Loaded['report'] | undefined
  #keepId: string | undefined
  #cancelled = false
  /** Hears of every look at the keyring. */
  onKeyring: ((keyring: KeyringState) => void) | undefined

  constructor(dependencies: SnapshotsDependencies) {
    this.#dependencies = dependencies
    dependencies.transport.subscribe('snapshots.changed', () => void this.refresh())
    dependencies.onKept((fraction) => this.#progressed(fraction))
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
    return this.#keyring
  }

  /** Set while the passphrase dialog is open. */
  get request(): PassphraseRequest | undefined {
    return this.#request
  }

  /** Why the last passphrase was not taken. */
  get error(): string | undefined {
    return this.#error
  }

  /** A passphrase is being tried, which takes about a second. */
  get busy(): boolean {
    return this.#busy
  }

  /** What is being kept at the moment. */
  get keeping(): Loaded | undefined {
    return this.#keeping
  }

  /** Asks the services what is kept. */
  async refresh(): Promise<void> {
    try {
      this.#setKeyring(await this.#dependencies.transport.call('keyring.state', undefined))
      const entries = await this.#dependencies.transport.call('snapshots.list', undefined)
      this.#retention = await this.#dependencies.transport.call('snapshots.retention', undefined)
      this.#entries = entries.filter(({ transient }) => transient !== true)
    } catch (error) {
      this.#dependencies.toasts.show(toWireError(error).message, { kind: 'failed' })
    }
  }

  /** Opens the key, by asking for the passphrase where one is needed. @returns whether it is open */
  async unlock(): Promise<boolean> {
    await this.refresh()
    const { state, by, ownerLock, owner } = this.#keyring
    // A keychain opens by itself, and makes its key with the first snapshot.
    if (state === 'open' || (state === 'absent' && by === 'keychain')) return true
    if (by === 'keychain' && ownerLock !== undefined)
      return this.#ask(ownerLock === 'required' && owner === undefined ? 'protect' : 'owner')
    if (by === 'keychain') {
      await this.#try('unlock', '')
      if (this.#error !== undefined) this.#dependencies.toasts.show(this.#error, { kind: 'failed' })
      return this.#keyring.state === 'open'
    }
    return this.#ask(state === 'absent' ? 'create' : 'unlock')
  }

  /** Asks for a passphrase that takes the place of the keychain. */
  async protect(): Promise<void> {
    await this.#ask('protect')
  }

  #ask(what: PassphraseRequest['what']): Promise<boolean> {
    this.decline()
    this.#request = { what }
    return new Promise((resolve) => (this.#answer = resolve))
  }

  /** Tries the passphrase that was asked for. */
  async give(passphrase: string): Promise<void> {
    if (this.#request === undefined || this.#busy) return
    await this.#try(this.#request.what, passphrase)
    if (this.#error === undefined) this.#close(true)
  }

  /** Closes the passphrase dialog. */
  decline(): void {
    this.#close(false)
  }

  /** Keeps what is on the screens, encrypted. Nothing happens when it is kept already. */
  async keep(): Promise<void> {
    const { transport, store, session, jobs, toasts } = this.#dependencies
    const loaded = session.loaded
    if (loaded === undefined || loaded.kept !== undefined || this.#keeping !== undefined) return
    const problem = saveProblem(loaded)
    if (problem !== undefined) {
      toasts.show(problem, { kind: 'failed' })
      return
    }
    if (!(await this.unlock()) || session.loaded !== loaded) return
    this.#keeping = loaded
    this.#cancelled = false
    const { report, summary, label, kind, skipped, origin } = loaded
    const { completeness, dataAt } = origin
    try {
      const files = report.files.map(({ name, bytes, format }) =>
        format === 'unreadable' ? { name } : { name, textBytes: bytes }
      )
      const first = { files: files.slice(0, filesPerCall), textBytes: report.bytes }
      const { keepId } = await transport.call('snapshots.begin', first)
      this.#keepId = keepId
      for (let index = filesPerCall; index < files.length; index += filesPerCall)
        await transport.call('snapshots.addFiles', { keepId, files: files.slice(index, index + filesPerCall) })
      this.#progressed(0)
      if (this.#cancelled) throw new AppError('cancelled', m.savingWasCanceled)
      await store.keep(keepId)
      const { id } = await transport.call('snapshots.commit', {
        keepId,
        facts: {
          label,
          source: kind,
          patients: report.patients,
          resources: Object.values(report.types).reduce((sum, type) => sum + type.resources, 0),
          release: report.release,
          textBytes: report.bytes,
          firstDay: summary.firstDay,
          lastDay: summary.lastDay,
          ...(dataAt === undefined ? {} : { dataAt }),
          ...(completeness === undefined ? {} : { completeness })
        },
        skipped: [...skipped]
      })
      session.markKept(loaded, id)
      jobs.finish({ outcome: 'done', text: m.keptLabel(label) })
      toasts.show(m.theDataAreSavedOnThis)
    } catch (error) {
      await this.#abandon()
      if (this.#cancelled) {
        jobs.finish({ outcome: 'cancelled', text: m.savingWasCanceledOfLabel(label) })
        toasts.show(m.savingTheDataWasCanceledThey)
      } else {
        jobs.finish({ outcome: 'failed', text: m.wasNotKept(label) })
        toasts.show(m.theDataWereNotKept(toWireError(error).message), { kind: 'failed' })
      }
    } finally {
      this.#keeping = undefined
      this.#keepId = undefined
    }
  }

  /** Stops keeping; what was written so far is removed. Nothing happens when nothing is being kept. */
  async cancel(): Promise<void> {
    if (this.#keeping === undefined) return
    this.#cancelled = true
    await this.#abandon()
  }

  async #abandon(): Promise<void> {
    const keepId = this.#keepId
    this.#keepId = undefined
    if (keepId !== undefined) await this.#dependencies.transport.call('snapshots.abandon', { keepId })
  }

  /** Opens a snapshot, by asking for the passphrase first where it is locked. */
  async open({ id, facts }: SnapshotEntry): Promise<void> {
    if (await this.unlock()) await this.#dependencies.session.openKept(id, facts?.label ?? m.theSnapshot)
  }

  /** The same for a snapshot that something else names, such as the export that made it. */
  async openNamed(id: string, label: string): Promise<void> {
    await this.refresh()
    // What is there until the program ends needs no key.
    if (!this.#entries.some((entry) => entry.id === id))
      await this.#dependencies.session.openKept(id, label, { held: false })
    else if (await this.unlock()) await this.#dependencies.session.openKept(id, label)
  }

  /** Deletes a snapshot for good; data on the screens that came from it are closed first. */
  async delete({ id }: SnapshotEntry): Promise<void> {
    const { transport, session, toasts } = this.#dependencies
    try {
      if (session.loaded?.kept === id) await session.close()
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

  /** After a load: keeps it or offers to, as the settings say. The sample population can be made again at any time. */
  offer(loaded: Loaded): void {
    if (loaded.kept !== undefined || loaded.kind === 'sample' || this.#offered === loaded.report) return
    this.#offered = loaded.report
    const { keepLoaded } = this.#dependencies.settings.value
    if (keepLoaded === 'always') void this.keep()
    else if (keepLoaded === 'ask') {
      const problem = saveProblem(loaded)
      const unsaved = loaded.parts === 1 ? m.inMemoryOnly : m.notSaved
      if (problem !== undefined) {
        this.#dependencies.toasts.show(`${unsaved} ${problem}`)
        return
      }
      this.#dependencies.toasts.show(m.saveTheDataOnThisComputer(unsaved), {
        action: { label: common.save, run: () => void this.keep() }
      })
    }
  }

  async #try(what: PassphraseRequest['what'], passphrase: string): Promise<void> {
    this.#busy = true
    this.#error = undefined
    try {
      this.#setKeyring(await this.#answerWith(what, passphrase))
      await this.refresh()
    } catch (error) {
      this.#error = toWireError(error).message
    } finally {
      this.#busy = false
    }
  }

  #answerWith(what: PassphraseRequest['what'], passphrase: string): Promise<KeyringState> {
    const { transport } = this.#dependencies
    if (what === 'owner') return transport.call('keyring.unlockByOwner', undefined)
    if (what === 'protect') return transport.call('keyring.usePassphrase', { next: passphrase })
    return transport.call(what === 'create' ? 'keyring.create' : 'keyring.unlock', { passphrase })
  }

  #setKeyring(keyring: KeyringState): void {
    this.#keyring = keyring
    this.onKeyring?.(keyring)
  }

  #close(opened: boolean): void {
    this.#request = undefined
    this.#error = undefined
    const answer = this.#answer
    this.#answer = undefined
    answer?.(opened)
  }

  #progressed(fraction: number): void {
    if (this.#keeping === undefined) return
    this.#dependencies.jobs.update({
      title: m.savingLabel(this.#keeping.label),
      fraction: Math.min(1, fraction),
      detail: 'encrypting',
      cancel: () => void this.cancel()
    })
  }
}

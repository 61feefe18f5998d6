import { stateSessionMessages as m } from '#messages/state/session.ts'
import { AppError } from '#shared/app-error.ts'
import type { BackupContents } from '#shared/contract/backup.ts'
import type { Transport } from '#shared/contract/contract.ts'
import { maxUploadBytes } from '#shared/contract/uploads.ts'
import { Attempt } from '../feedback/attempt.svelte.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'
import { requireReadable } from '../files/chosen-file.ts'

/** Dependencies of {@link Backup}. */
export interface BackupDependencies {
  readonly transport: Transport
  readonly toasts: Pick<Toasts, 'show'>
  /** The host has file dialogs of its own; otherwise the page sends and downloads the file. */
  readonly nativeDialogs: boolean
  /** Sends bytes to an address of our own. @throws AppError when they were not taken */
  readonly send: (url: string, bytes: Blob) => Promise<void>
}

/** A file that was chosen to be restored. */
export interface ChosenBackup {
  readonly name: string
  /** Where the page has the file; the services have it otherwise. */
  readonly file?: Blob
}

/** Makes backups of everything that is stored, and prepares their restore. */
export class Backup {
  readonly #dependencies: BackupDependencies
  readonly #attempt = new Attempt()
  #dialog = $state<'make' | 'restore' | undefined>()
  #chosen = $state.raw<ChosenBackup | undefined>()
  #progress = $state.raw<{ readonly done: number; readonly total: number } | undefined>()
  #contents = $state.raw<BackupContents | undefined>()
  #folder = $state<string | undefined>()
  #prepared = $state(false)
  #stopped = false

  constructor(dependencies: BackupDependencies) {
    this.#dependencies = dependencies
    dependencies.transport.subscribe('backup.progress', (progress) => {
      if (this.#attempt.busy) this.#progress = progress
    })
  }

  /** Which dialog is open. */
  get dialog(): 'make' | 'restore' | undefined {
    return this.#dialog
  }

  get chosen(): ChosenBackup | undefined {
    return this.#chosen
  }

  get busy(): boolean {
    return this.#attempt.busy
  }

  /** Why the last thing came to nothing; a cancelled one is no failure. */
  get error(): string | undefined {
    return this.#attempt.error?.code === 'cancelled' ? undefined : this.#attempt.error?.message
  }

  /** Bytes that were sent, written or checked; undefined before the first ones. */
  get progress(): { readonly done: number; readonly total: number } | undefined {
    return this.#progress
  }

  /** What the checked backup holds, while it is asked whether to restore it. */
  get contents(): BackupContents | undefined {
    return this.#contents
  }

  /** The folder that the current data will be in, to be shown once. */
  get folder(): string | undefined {
    return this.#folder
  }

  /** Whether a restore waits for the next start. */
  get prepared(): boolean {
    return this.#prepared
  }

  /** Asks whether a restore waits. */
  async refresh(): Promise<void> {
    const state = await this.#attempt.run(() => this.#dependencies.transport.call('backup.state', undefined))
    if (state !== undefined) this.#prepared = state.prepared
  }

  ask(dialog: 'make' | 'restore'): void {
    if (this.busy) return
    this.#attempt.clear()
    this.#chosen = undefined
    this.#dialog = dialog
  }

  /** Closes the dialog; what is under way is cancelled. */
  async dismiss(): Promise<void> {
    this.#dialog = undefined
    if (this.busy) await this.cancel()
  }

  async cancel(): Promise<void> {
    this.#stopped = true
    await this.#dependencies.transport.call('backup.cancel', undefined)
  }

  /**
   * Writes a backup to a file that the user names.
   * @returns the one-time address to download it from, where the host has no dialog for a name
   */
  async make(passphrase: string, snapshots: boolean): Promise<string | undefined> {
    const { transport, nativeDialogs, toasts } = this.#dependencies
    const saved = await this.#run(async () => {
      if (nativeDialogs && (await transport.call('backup.choose', { what: 'save' })) === undefined) return undefined
      return transport.call('backup.make', { passphrase, snapshots })
    })
    if (saved === undefined) return undefined
    this.#dialog = undefined
    toasts.show(m.theBackupWasMadeKeepIt)
    return saved.url
  }

  /** Lets the user choose a backup with the host's dialog. */
  async choose(): Promise<void> {
    const chosen = await this.#attempt.run(() => this.#dependencies.transport.call('backup.choose', { what: 'open' }))
    if (chosen !== undefined) this.#chosen = chosen
  }

  /** Takes a file that was picked in the page. */
  pick(name: string, file: Blob): void {
    this.#attempt.clear()
    this.#chosen = { name, file }
  }

  /** Checks the chosen backup; the question whether to restore it follows. */
  async check(passphrase: string): Promise<void> {
    const chosen = this.#chosen
    if (chosen === undefined) return
    const contents = await this.#run(async () => {
      if (chosen.file !== undefined) await this.#send(chosen.name, chosen.file)
      return this.#dependencies.transport.call('backup.check', { passphrase })
    })
    if (contents === undefined) return
    this.#dialog = undefined
    this.#contents = contents
  }

  /** Restores the checked backup at the next start. */
  async restore(): Promise<void> {
    this.#contents = undefined
    const restored = await this.#attempt.run(() => this.#dependencies.transport.call('backup.restore', undefined))
    if (restored === undefined) {
      this.#complain()
      return
    }
    this.#prepared = true
    this.#folder = restored.folder
  }

  /** Leaves the data as they are: the checked backup is forgotten. */
  async decline(): Promise<void> {
    if (this.#contents === undefined) return
    this.#contents = undefined
    await this.cancel()
  }

  /** Takes back that a backup will be restored. */
  async withdraw(): Promise<void> {
    const done = await this.#attempt.run(async () => {
      await this.#dependencies.transport.call('backup.withdraw', undefined)
      return true
    })
    if (done === undefined) {
      this.#complain()
      return
    }
    this.#prepared = false
    this.#dependencies.toasts.show(m.theRestoreWasWithdrawnTheData)
  }

  /** The user read where the current data will be. */
  acknowledge(): void {
    this.#folder = undefined
  }

  #complain(): void {
    if (this.error !== undefined) this.#dependencies.toasts.show(this.error, { kind: 'failed' })
  }

  async #run<T>(work: () => Promise<T>): Promise<T | undefined> {
    this.#stopped = false
    this.#progress = undefined
    try {
      return await this.#attempt.run(work)
    } finally {
      this.#progress = undefined
    }
  }

  /** Sends the file piece by piece, in order. */
  async #send(name: string, file: Blob): Promise<void> {
    const { transport, send } = this.#dependencies
    let done = 0
    do {
      const piece = file.slice(done, done + maxUploadBytes)
      await requireReadable(name, piece)
      const { url } = await transport.call('backup.receive', { first: done === 0 })
      await send(url, piece)
      if (this.#stopped) throw new AppError('cancelled', m.theRestoreWasCancelledNothingWas)
      done += piece.size
      this.#progress = { done, total: file.size }
    } while (done < file.size)
  }
}

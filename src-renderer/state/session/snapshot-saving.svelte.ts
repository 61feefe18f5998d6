import { commonMessages as common } from '#messages/common.ts'
import { stateSessionMessages as m } from '#messages/state/session.ts'
import { AppError, toWireError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import { filesPerCall } from '#shared/contract/snapshots.ts'
import type { StoreApi } from '../../workers/store/protocol/store-protocol.ts'
import type { BackgroundTasks } from '../feedback/background-tasks.svelte.ts'
import type { Toasts } from '../feedback/toasts.svelte.ts'
import type { SettingsState } from '../settings/settings.svelte.ts'
import { saveProblem, type Loaded } from './loaded.ts'
import type { Session } from './session.svelte.ts'

/** Dependencies of {@link SnapshotSaving}. */
export interface SnapshotSavingDependencies {
  readonly transport: Transport
  readonly store: StoreApi
  readonly session: Session
  readonly settings: SettingsState
  readonly tasks: BackgroundTasks
  readonly toasts: Toasts
  /** Hears how much of what is being saved is on the disk, 0..1. */
  readonly onKept: (listener: (fraction: number) => void) => void
  /** Opens the key. @returns whether it is open */
  readonly unlock: () => Promise<boolean>
}

/** Saves what is loaded as a snapshot. One load is saved at a time. */
export class SnapshotSaving {
  readonly #dependencies: SnapshotSavingDependencies
  #saving = $state.raw<Loaded | undefined>()
  #offered: Loaded['report'] | undefined
  #keepId: string | undefined
  #cancelled = false

  constructor(dependencies: SnapshotSavingDependencies) {
    this.#dependencies = dependencies
    dependencies.onKept((fraction) => this.#progressed(fraction))
  }

  /** What is being saved at the moment. */
  get current(): Loaded | undefined {
    return this.#saving
  }

  /** Saves what is on the screens, encrypted. Nothing happens when it is saved already. */
  async save(): Promise<void> {
    const { transport, store, session, tasks, toasts } = this.#dependencies
    const loaded = session.loaded
    if (loaded === undefined || loaded.savedAs !== undefined || this.#saving !== undefined) return
    const { report, extent, label, kind, skipped, origin } = loaded
    const problem = saveProblem(loaded)
    if (problem !== undefined || kind === 'cluster') {
      toasts.show(problem ?? m.aClusterHasTheRecords, { kind: 'failed' })
      return
    }
    if (!(await this.#dependencies.unlock()) || session.loaded !== loaded) return
    // Asked for twice before the key was open.
    if (this.current !== undefined) return
    this.#saving = loaded
    this.#cancelled = false
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
          firstDay: extent.firstDay,
          lastDay: extent.lastDay,
          ...(dataAt === undefined ? {} : { dataAt }),
          ...(completeness === undefined ? {} : { completeness })
        },
        skipped: [...skipped]
      })
      session.markSaved(loaded, id)
      tasks.finish({ outcome: 'done', text: m.keptLabel(label) })
      toasts.show(m.theDataAreSavedOnThis)
    } catch (error) {
      // The failure is what is reported; the services remove what nobody finishes when they end.
      await this.#abandon().catch(() => undefined)
      if (this.#cancelled) {
        tasks.finish({ outcome: 'cancelled', text: m.savingWasCanceledOfLabel(label) })
        toasts.show(m.savingTheDataWasCanceledThey)
      } else {
        tasks.finish({ outcome: 'failed', text: m.wasNotKept(label) })
        toasts.show(m.theDataWereNotKept(toWireError(error).message), { kind: 'failed' })
      }
    } finally {
      this.#saving = undefined
      this.#keepId = undefined
    }
  }

  /** Stops saving; what was written so far is removed. Nothing happens when nothing is being saved. */
  async cancel(): Promise<void> {
    if (this.#saving === undefined) return
    this.#cancelled = true
    await this.#abandon()
  }

  async #abandon(): Promise<void> {
    const keepId = this.#keepId
    this.#keepId = undefined
    if (keepId !== undefined) await this.#dependencies.transport.call('snapshots.abandon', { keepId })
  }

  /** After a load: saves it or offers to, as the settings say. The sample population can be made again at any time. */
  offer(loaded: Loaded): void {
    if (loaded.savedAs !== undefined || loaded.kind === 'sample' || this.#offered === loaded.report) return
    this.#offered = loaded.report
    const { keepLoaded } = this.#dependencies.settings.value
    if (keepLoaded === 'always') void this.save()
    else if (keepLoaded === 'ask') {
      const problem = saveProblem(loaded)
      const unsaved = loaded.parts === 1 ? m.inMemoryOnly : m.notSaved
      if (problem !== undefined) {
        this.#dependencies.toasts.show(`${unsaved} ${problem}`)
        return
      }
      this.#dependencies.toasts.show(m.saveTheDataOnThisComputer(unsaved), {
        action: { label: common.save, run: () => void this.save() }
      })
    }
  }

  #progressed(fraction: number): void {
    if (this.#saving === undefined) return
    this.#dependencies.tasks.update({
      title: m.savingLabel(this.#saving.label),
      fraction: Math.min(1, fraction),
      detail: 'encrypting',
      cancel: () => void this.cancel()
    })
  }
}

import { commonMessages as common } from '#messages/common.ts'
import { stateConnectionsMessages as m } from '#messages/state/connections.ts'
import { SvelteMap } from 'svelte/reactivity'
import { toWireError } from '#shared/app-error.ts'
import { isComplete } from '#shared/completeness.ts'
import type { Output, Transport } from '#shared/contract/contract.ts'
import type { ExportRun } from '#shared/export-run.ts'
import type { FinishedTask, BackgroundTasks } from '../feedback/background-tasks.svelte.ts'
import type { Snapshots } from '../session/snapshots.svelte.ts'
import type { Toast, Toasts } from '../feedback/toasts.svelte.ts'

/** Dependencies of {@link Exports}. */
export interface ExportsDependencies {
  readonly transport: Transport
  readonly tasks: BackgroundTasks
  readonly toasts: Toasts
  readonly snapshots: Pick<Snapshots, 'unlock' | 'refresh'>
  /** Opens a snapshot on the screens. */
  readonly open: (snapshot: string, name: string) => void
}

/** What can be asked of a run. */
export type RunAction = 'pause' | 'resume' | 'cancel' | 'restart' | 'fetchMissing' | 'checkNow' | 'delete'

/**
 * It has come to an end, good or bad, and that is written down; a failed one can still go on when asked. In between, a run is
 * committed and its snapshot not named yet.
 */
export function hasEnded({ state, endedAt }: Pick<ExportRun, 'state' | 'endedAt'>): boolean {
  return (
    endedAt !== undefined &&
    (state === 'committed' || state === 'partial' || state === 'failed' || state === 'cancelled')
  )
}

/** How far a run is, 0..1; undefined before the list of files is known. */
export function fractionOf(run: ExportRun): number | undefined {
  return run.files === 0 ? undefined : Math.min(1, run.filesStored / run.files)
}

const words: Readonly<Record<ExportRun['state'], string>> = {
  queued: m.waitingToBegin,
  authorising: m.signingIn,
  'kicking-off': m.askingForTheExport,
  polling: m.theServerPreparesIt,
  manifest: m.readingTheListOfFiles,
  downloading: m.downloading,
  verifying: m.checkingCounts,
  committing: m.savingTheSnapshot,
  committed: m.done,
  partial: m.incomplete,
  failed: m.failed,
  cancelled: m.cancelled
}

type Ending = 'committed' | 'partial' | 'failed' | 'cancelled'

/** How the status bar and a toast say that an export from a source has ended. */
const endings: Readonly<
  Record<
    Ending,
    (name: string) => {
      readonly outcome: FinishedTask['outcome']
      readonly kind: Toast['kind']
      readonly said: string
    }
  >
> = {
  committed: (name) => ({ outcome: 'done', kind: 'done', said: m.exportFromIsDone(name) }),
  partial: (name) => ({
    outcome: 'partial',
    kind: 'partial',
    said: m.exportFromIsDoneInPart(name)
  }),
  failed: (name) => ({ outcome: 'failed', kind: 'failed', said: m.exportFromFailed(name) }),
  cancelled: (name) => ({ outcome: 'cancelled', kind: 'cancelled', said: m.exportFromWasCancelled(name) })
}

/** How the end of an export that brought all that the server listed, which is much less than before, is told. */
const smallerEnding: (typeof endings)[Ending] = (name) => ({
  outcome: 'partial',
  kind: 'partial',
  said: m.exportFromBroughtMuchLessThan(name)
})

/** A run as it is shown. */
export interface ShownRun extends ExportRun {
  /** The program behind the page does not answer: what the run does now is not known, and this is when it was heard of last. */
  readonly lastHeard?: number
}

/** The run as far as it was known when the program stopped answering: nothing moves, nothing waits, nothing can be asked. */
function lastKnown(run: ExportRun, lastHeard: number): ShownRun {
  const { poll: _poll, wait: _wait, linksUntil: _linksUntil, ...rest } = run
  const types = run.types.map((type) =>
    type.state === 'downloading' ? { ...type, state: 'waiting' as const, bytesPerSecond: 0 } : type
  )
  // Object.fromEntries forgets the names of the actions.
  const can = Object.fromEntries(Object.keys(run.can).map((action) => [action, false])) as unknown as ExportRun['can']
  return { ...rest, types, bytesPerSecond: 0, can, lastHeard }
}

/** What a run is doing, in words. */
export function phaseOf(run: Pick<ShownRun, 'state' | 'paused' | 'waiting' | 'endedAt' | 'lastHeard'>): string {
  if (run.lastHeard !== undefined) return m.notKnownPopulusDoesNotAnswer
  if (run.paused && !hasEnded(run)) return 'paused'
  return run.waiting ? m.waitsForAnotherExport : words[run.state]
}

/** The exports of all connections, running and in the history. */
export class Exports {
  readonly #dependencies: ExportsDependencies
  readonly #runs = new SvelteMap<string, ExportRun>()
  /** When the program stopped answering, in milliseconds since 1970; undefined while it answers. */
  #lostAt = $state<number | undefined>()
  readonly #newestFirst = $derived(
    [...this.#runs.values()].map((run) => this.#shown(run)).sort((a, b) => b.startedAt - a.startedAt)
  )

  constructor(dependencies: ExportsDependencies) {
    this.#dependencies = dependencies
    dependencies.transport.subscribe('exports.changed', (run) => this.#changed(run))
  }

  /** Newest first. */
  get all(): readonly ShownRun[] {
    return this.#newestFirst
  }

  get(id: string): ShownRun | undefined {
    const run = this.#runs.get(id)
    return run && this.#shown(run)
  }

  /** Hears whether the program behind the page answers. What runs is not known while it does not. */
  setAnswering(answers: boolean): void {
    this.#lostAt = answers ? undefined : (this.#lostAt ?? Date.now())
  }

  /** Runs of a connection, newest first. */
  of(connection: string): readonly ShownRun[] {
    return this.#newestFirst.filter((run) => run.connection === connection)
  }

  /** Runs that have not come to an end. */
  get running(): readonly ShownRun[] {
    return this.#newestFirst.filter((run) => !hasEnded(run))
  }

  /** A run of the history; `undefined` when it is not there any more. */
  find(id: string): ExportRun | undefined {
    return this.#runs.get(id)
  }

  /** Asks for all runs; a failure is said in a toast. */
  async refresh(): Promise<void> {
    try {
      const runs = await this.#dependencies.transport.call('exports.list', {})
      for (const id of this.#runs.keys()) if (!runs.some((run) => run.id === id)) this.#runs.delete(id)
      for (const run of runs) this.#runs.set(run.id, run)
      for (const run of runs) if (!hasEnded(run)) this.#show(run)
    } catch (error) {
      this.#dependencies.toasts.show(toWireError(error).message, { kind: 'failed' })
    }
  }

  /** Queues an export. @returns `undefined` when the passphrase was not given or it could not begin, which a toast says */
  async start(connection: string, kind: 'full' | 'incremental'): Promise<ExportRun | undefined> {
    return this.#ask(m.theExportDidNotBegin, () =>
      this.#dependencies.transport.call('exports.start', { connection, kind })
    )
  }

  /** Asks something of a run; what came of it arrives with the next event. A refusal is said in a toast. */
  async act(id: string, action: RunAction): Promise<void> {
    const { transport } = this.#dependencies
    if (action === 'delete') {
      await this.#ask(m.theRunWasNotRemoved, () => transport.call('exports.delete', { id }), false)
      await this.refresh()
    } else if (action === 'checkNow') {
      await this.#ask(m.theServerWasNotAsked, () => transport.call('exports.checkNow', { id }), false)
    } else {
      const needsKey = action === 'resume' || action === 'restart' || action === 'fetchMissing'
      const run = await this.#ask(common.nothingWasChanged, () => transport.call(`exports.${action}`, { id }), needsKey)
      if (run !== undefined) this.#changed(run)
    }
  }

  /** The first files of a run, in the order of the manifest, and how many there are. */
  files(id: string): Promise<Output<'exports.files'>> {
    return this.#dependencies.transport.call('exports.files', { id })
  }

  /** Lines of the log of a run from a place on. */
  log(id: string, from: number): Promise<Output<'exports.log'>> {
    return this.#dependencies.transport.call('exports.log', { id, from })
  }

  /** One-time address of the whole log as a file; `undefined` when a toast says why not. */
  async logFile(id: string): Promise<string | undefined> {
    const file = await this.#ask(
      m.theLogWasNotSaved,
      () => this.#dependencies.transport.call('exports.logFile', { id }),
      false
    )
    return file?.url
  }

  /** Takes over a run that something else began. */
  note(run: ExportRun): void {
    this.#changed(run)
  }

  async #ask<T>(failed: string, work: () => Promise<T>, needsKey = true): Promise<T | undefined> {
    try {
      if (needsKey && !(await this.#dependencies.snapshots.unlock())) return undefined
      return await work()
    } catch (error) {
      this.#dependencies.toasts.show(`${failed} ${toWireError(error).message}`, { kind: 'failed' })
      return undefined
    }
  }

  #shown(run: ExportRun): ShownRun {
    return this.#lostAt === undefined || hasEnded(run) ? run : lastKnown(run, this.#lostAt)
  }

  #changed(run: ExportRun): void {
    const before = this.#runs.get(run.id)
    this.#runs.set(run.id, run)
    // What was said of the export before is behind, and must not come to the screen again.
    if (!hasEnded(run) && (before === undefined || hasEnded(before))) this.#dependencies.toasts.withdraw(run.connection)
    if (!hasEnded(run)) this.#show(run)
    else if (before === undefined || !hasEnded(before)) this.#ended(run)
  }

  #show(run: ExportRun): void {
    if (run.paused) {
      this.#dependencies.tasks.drop(run.id)
      return
    }
    const fraction = fractionOf(run)
    this.#dependencies.tasks.update(
      {
        title: m.exportFromConnectionName(run.connectionName),
        fraction,
        detail: fraction === undefined ? phaseOf(run) : m.filesStoredOfFilesFiles(run.filesStored, run.files),
        cancel: undefined
      },
      run.id
    )
  }

  #ended(run: ExportRun): void {
    const { tasks, toasts, snapshots, open } = this.#dependencies
    const { state, connectionName: name, snapshot } = run
    const ending = run.completeness?.state === 'smaller' ? smallerEnding : endings[state as Ending]
    const { outcome, kind, said } = ending(name)
    tasks.finish({ outcome, text: said }, run.id)
    void snapshots.refresh()
    // The sample opens by itself.
    if (run.reason === 'sample') return
    const action =
      snapshot === undefined || !isComplete(run.completeness?.state)
        ? {}
        : { action: { label: common.open, run: () => open(snapshot, name) } }
    toasts.show(said, { kind, about: run.connection, ...action })
  }
}

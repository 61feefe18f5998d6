import { stateConnectionsMessages as m } from '#messages/state/connections.ts'
import { toWireError, type WireError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import type { ExportRun } from '#shared/export-run.ts'
import { sampleNames, type SampleView } from '#shared/sample-view.ts'
import { hasEnded, type Exports, type ShownRun } from './exports.svelte.ts'
import type { Session } from '../session/session.svelte.ts'
import type { Snapshots } from '../session/snapshots.svelte.ts'

/** Dependencies of {@link Sample}. */
export interface SampleDependencies {
  readonly transport: Transport
  readonly exports: Pick<Exports, 'get' | 'act' | 'note'>
  readonly snapshots: Pick<Snapshots, 'refresh' | 'entries'>
  readonly session: Pick<Session, 'openSaved' | 'loading'>
}

/**
 * The way of the sample population to the screens: the server inside Populus starts and gets a key, and then it is signed in
 * to, asked, and downloaded from as any other server. What arrives is opened at once.
 */
export class Sample {
  readonly #dependencies: SampleDependencies
  #active = $state(false)
  #view = $state<SampleView>('chart')
  #runId = $state<string | undefined>()
  #failure = $state.raw<WireError | undefined>()
  #ended: ((run: ExportRun) => void) | undefined

  constructor(dependencies: SampleDependencies) {
    this.#dependencies = dependencies
    dependencies.transport.subscribe('exports.changed', (run) => {
      if (run.id === this.#runId && hasEnded(run)) this.#ended?.(run)
    })
  }

  /** From the start to the moment when the data are on the screens. */
  get active(): boolean {
    return this.#active
  }

  /** Who sees the people of the sample that is on its way, or was last. */
  get view(): SampleView {
    return this.#view
  }

  /** Its export, once the server has its key. */
  get run(): ShownRun | undefined {
    return this.#runId === undefined ? undefined : this.#dependencies.exports.get(this.#runId)
  }

  /** Why the last one came to nothing. */
  get failure(): WireError | undefined {
    return this.#failure
  }

  dismissFailure(): void {
    this.#failure = undefined
  }

  /** Goes the whole way. Nothing happens while something is on its way already. */
  async start(patients: number, view: SampleView = 'chart'): Promise<void> {
    const { transport, exports, session, snapshots } = this.#dependencies
    if (this.#active || session.loading !== undefined) return
    this.#active = true
    this.#view = view
    this.#failure = undefined
    try {
      const { run } = await transport.call('sandbox.start', { patients, view })
      const end = new Promise<ExportRun>((resolve) => (this.#ended = resolve))
      this.#runId = run.id
      exports.note(run)
      // It may have ended before the page knew its name.
      const first = await transport.call('exports.get', { id: run.id })
      const { state, snapshot, problem } = hasEnded(first) ? first : await end
      if (snapshot !== undefined) {
        await snapshots.refresh()
        const isSaved = snapshots.entries.some(({ id }) => id === snapshot)
        await session.openSaved(snapshot, sampleNames[view], { held: isSaved, kind: 'sample' })
      } else if (state !== 'cancelled')
        this.#failure = {
          code: 'internal',
          message: problem === undefined ? m.theExportDidNotComeTo : `${problem.what} ${problem.todo}`,
          retryable: true
        }
    } catch (error) {
      this.#failure = toWireError(error)
    } finally {
      this.#active = false
      this.#runId = undefined
      this.#ended = undefined
    }
  }

  async cancel(): Promise<void> {
    if (this.#runId !== undefined) await this.#dependencies.exports.act(this.#runId, 'cancel')
  }
}

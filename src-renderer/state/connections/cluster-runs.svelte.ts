import { stateMessages as m } from '#messages/state.ts'
import type { Input, Output, Transport } from '#shared/contract/contract.ts'
import { Attempt } from '../feedback/attempt.svelte.ts'
import type { BackgroundTasks } from '../feedback/background-tasks.svelte.ts'
import type { Session } from '../session/session.svelte.ts'

type ClusterState = Output<'cluster.state'>
type Run = NonNullable<ClusterState['run']>

/** Dependencies of {@link ClusterRunsState}. */
export interface ClusterRunsDependencies {
  readonly transport: Transport
  readonly session: Pick<Session, 'openListing'>
  readonly tasks: BackgroundTasks
}

/** Name of the task that a run is in the status bar. */
const task = 'cluster'

/** Runs on a cluster: starting one, watching it, and opening what one wrote. */
export class ClusterRunsState {
  readonly #dependencies: ClusterRunsDependencies
  readonly #starting = new Attempt()
  #state = $state.raw<ClusterState | undefined>()
  /** Counts up with each step of a run that is heard of. */
  #heard = 0

  constructor(dependencies: ClusterRunsDependencies) {
    this.#dependencies = dependencies
    dependencies.transport.subscribe('cluster.changed', (run) => this.#changed(run))
  }

  /** Undefined before it was asked. */
  get canStart(): boolean | undefined {
    return this.#state?.canStart
  }

  /** The run that was started last. */
  get run(): Run | undefined {
    return this.#state?.run
  }

  get isRunning(): boolean {
    return this.run !== undefined && this.run.endedAt === undefined
  }

  /** A run is being started, or could not be. */
  get starting(): Attempt {
    return this.#starting
  }

  async refresh(): Promise<void> {
    const heard = this.#heard
    const { run: before } = this
    const { transport, tasks } = this.#dependencies
    const state = await transport.call('cluster.state', undefined)
    if (heard !== this.#heard) {
      // What was heard meanwhile is newer than the answer.
      this.#state = { ...state, run: this.run }
      return
    }
    this.#state = state
    if (before === undefined || before.endedAt !== undefined) return
    if (state.run?.id === before.id) this.#changed(state.run)
    // The services that ran it have ended, and it with them.
    else tasks.finish({ outcome: 'cancelled', text: m.theRunOfWasStopped(before.label) }, task)
  }

  async start(job: Input<'cluster.start'>): Promise<void> {
    const run = await this.#starting.run(() => this.#dependencies.transport.call('cluster.start', job))
    // Its first steps, and even its end, may be heard of before the answer.
    if (run !== undefined && run.id !== this.run?.id) this.#changed(run)
  }

  async stop(): Promise<void> {
    const { run } = this
    if (run !== undefined) await this.#dependencies.transport.call('cluster.stop', { id: run.id })
  }

  /** Opens what the run that was started last wrote. */
  async open(): Promise<void> {
    const { run } = this
    const { session, transport } = this.#dependencies
    if (run !== undefined) await session.openListing(run.label, () => transport.call('cluster.openRun', { id: run.id }))
  }

  /** Opens the output of a run at an address. */
  async openAddress(address: string): Promise<void> {
    const { session, transport } = this.#dependencies
    await session.openListing(m.theOutputOfACluster, () => transport.call('cluster.openAddress', { address }))
  }

  #changed(run: Run): void {
    this.#heard++
    this.#state = { canStart: true, ...this.#state, run }
    const { tasks } = this.#dependencies
    const { label, state, built, shards, endedAt } = run
    if (endedAt === undefined) {
      const fraction = built === 0 ? undefined : built / shards
      const detail = built === 0 ? '' : m.builtOfPartitions(built, shards)
      tasks.update({ title: m.clusterRunOf(label), detail, fraction, cancel: () => void this.stop() }, task)
      return
    }
    if (state === 'done') tasks.finish({ outcome: 'done', text: m.theRunOfIsDone(label) }, task)
    else if (state === 'stopped') tasks.finish({ outcome: 'cancelled', text: m.theRunOfWasStopped(label) }, task)
    else tasks.finish({ outcome: 'failed', text: m.theRunOfFailed(label) }, task)
  }
}

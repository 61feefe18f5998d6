import { servicesMessages as m } from '#messages/services.ts'
import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { ClusterStatus, STATUS_FILE } from '#shared/cluster/cluster-run.ts'
import type { ClusterJob, StartedRun } from '#shared/cluster/cluster-job.ts'
import type { ClockPort, CommandsPort, RandomPort, RunningCommand } from '../../ports/host.ts'

/** Runs on a cluster that the window starts, one at a time. */
export interface ClusterRuns {
  readonly canStart: boolean
  /** The run that was started last. */
  current(): StartedRun | undefined
  /** @throws AppError `not-allowed` while one is under way, `not-supported` where commands cannot be started */
  start(job: ClusterJob): StartedRun
  /** Ends the processes of a run. Nothing happens when it has ended. */
  stop(id: string): Promise<void>
  /** Absolute path of what a run wrote that has ended well. @throws AppError `not-found` */
  output(id: string): string
  /** Ends what is under way. */
  close(): Promise<void>
}

/** What {@link createClusterRuns} needs. */
export interface ClusterRunsPorts {
  /** Undefined where this host cannot start commands. */
  readonly commands: CommandsPort | undefined
  readonly clock: ClockPort
  readonly random: RandomPort
  /** Hears of every step of a run. */
  readonly changed: (run: StartedRun) => void
  /** Milliseconds between two looks at how far a run is. */
  readonly everyMs?: number
}

/** A run with its process. */
interface OwnRun {
  state: StartedRun
  /** Absolute path; undefined where the output is not on this computer. */
  readonly folder: string | undefined
  readonly command: RunningCommand
  isStopped: boolean
}

/** Makes the runs of a program. Nothing of them outlives it but what the cluster writes. */
export function createClusterRuns({ commands, clock, random, changed, everyMs = 1000 }: ClusterRunsPorts): ClusterRuns {
  let currentRun: OwnRun | undefined

  function update(run: OwnRun, next: Partial<StartedRun>): void {
    const state = { ...run.state, ...next }
    if (JSON.stringify(state) === JSON.stringify(run.state)) return
    run.state = state
    if (run === currentRun) changed(state)
  }

  async function watch(run: OwnRun): Promise<void> {
    const timer = setInterval(() => void look(run), everyMs)
    const { code, problem } = await run.command.ended
    clearInterval(timer)
    await look(run)
    const endedAt = clock.now()
    if (run.isStopped) update(run, { state: 'stopped', endedAt })
    else if (code === 0) update(run, { state: 'done', endedAt, canOpen: run.folder !== undefined })
    else update(run, { state: 'failed', endedAt, problem: problem === '' ? m.theRunEndedWithoutAReason : problem })
  }

  /** How far the run is, as it says in its folder. */
  async function look(run: OwnRun): Promise<void> {
    if (run.folder === undefined || run.state.endedAt !== undefined) return
    const status = await statusOf(run.folder)
    if (status === undefined || status.state === 'done' || status.state === 'failed') return
    const built = await partsIn(run.folder)
    // A look that takes long may be over after the run.
    if (run.state.endedAt === undefined) update(run, { state: status.state, built })
  }

  return {
    canStart: commands !== undefined,
    current: () => currentRun?.state,
    start(job) {
      if (commands === undefined) throw new AppError('not-supported', m.runsCannotBeStartedHere)
      if (currentRun !== undefined && currentRun.state.endedAt === undefined)
        throw new AppError('not-allowed', m.aRunIsUnderWay)
      const command = commands.start(wordsOf(job))
      const { label, shards, output } = job
      currentRun = {
        state: {
          id: random.token(12),
          label,
          state: 'starting',
          built: 0,
          shards,
          startedAt: clock.now(),
          canOpen: false
        },
        folder: isUri(output) ? undefined : resolve(output),
        command,
        isStopped: false
      }
      changed(currentRun.state)
      void watch(currentRun)
      return currentRun.state
    },
    async stop(id) {
      if (currentRun?.state.id !== id || currentRun.state.endedAt !== undefined) return
      currentRun.isStopped = true
      currentRun.command.stop()
      await currentRun.command.ended
    },
    output(id) {
      if (currentRun?.state.id !== id || !currentRun.state.canOpen || currentRun.folder === undefined)
        throw new AppError('not-found', m.theRunIsNotThere)
      return currentRun.folder
    },
    async close() {
      if (currentRun !== undefined) await this.stop(currentRun.state.id)
    }
  }
}

/** The command that runs a job. */
function wordsOf({ input, format, output, shards, year, label, master }: ClusterJob): readonly string[] {
  return [
    ...['cluster', 'local', ...input.flatMap((path) => ['--input', path]), '--format', format],
    ...['--output', output, '--shards', `${shards}`, '--label', label],
    ...(year === undefined ? [] : ['--period', `${year}`]),
    ...(master === undefined ? [] : ['--master', master])
  ]
}

function isUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]+:\/\//i.test(text)
}

/** Undefined before the run has written it, and while it is being replaced. */
async function statusOf(folder: string): Promise<ClusterStatus | undefined> {
  const text = await readFile(join(folder, STATUS_FILE), 'utf8').catch(() => '')
  const status = v.safeParse(v.pipe(v.string(), v.parseJson(), ClusterStatus), text)
  return status.success ? status.output : undefined
}

async function partsIn(folder: string): Promise<number> {
  // The folder comes with the first part.
  const names = await readdir(join(folder, 'shards')).catch(() => [])
  return names.filter((name) => name.endsWith('.columns')).length
}

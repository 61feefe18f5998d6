import { servicesMessages as m } from '#messages/services.ts'
import { notifier, serve } from '#engine/base/threads/rpc.ts'
import { connectThread, type ThreadConnection } from '#engine/base/threads/thread-connection.ts'
import type { StartedThread, ThreadPort } from '#engine/base/threads/thread-port.ts'
import {
  solveCounts,
  type EarlierCount,
  type EarlierRelease,
  type SolvedCounts
} from '#engine/sharing/published/solve-counts.ts'
import { AppError } from '#shared/app-error.ts'
import type { PublishedCount } from '#shared/governance/published-count.ts'

/** What has to be known to decide which counts of a release are withheld. */
export interface CountQuestion {
  readonly counts: readonly PublishedCount[]
  readonly earlier: readonly EarlierCount[]
  readonly releases: readonly EarlierRelease[]
  /** Counts of 1 to so many people are small. */
  readonly limit: number
}

/** How solving is followed. */
export interface SolvingControl {
  /** Ends it; its reason is what solving rejects with. */
  readonly signal?: AbortSignal | undefined
  /** Called now and then with how far it is, from 0 to 1, where it takes longer than a moment. */
  readonly progress?: ((fraction: number) => void) | undefined
}

/** Decides which counts of a release are withheld, one release at a time. */
export interface CountSolver {
  /** @throws AppError as {@link solveCounts}; the reason of the signal; `internal` (retryable) when the thread stopped */
  solve(question: CountQuestion, control?: SolvingControl): Promise<SolvedCounts>
  /** Ends the thread; the next question starts another one. */
  close(): Promise<void>
}

/** What the thread is asked. An abort of the signal ends the thread: nothing else interrupts solving. */
interface SolverApi {
  solve(question: CountQuestion, signal?: AbortSignal): Promise<SolvedCounts>
}

/** What the thread tells. */
interface SolverHost {
  progress(fraction: number): void
}

/** What a thread is started with to solve counts. */
export interface SolverTask {
  readonly task: 'solver'
}

/** The task of {@link threadSolver}'s threads. */
export const solverTask: SolverTask = { task: 'solver' }

/** As long as nobody wonders what goes on. */
const PROGRESS_MS = 250
/** Milliseconds after which a thread without a question ends. */
const IDLE_MS = 60_000

/** Solves in this very thread, where nothing else has to be answered meanwhile. Nothing interrupts it. */
export function localSolver(): CountSolver {
  return {
    solve: async ({ counts, earlier, releases, limit }) => solveCounts(counts, earlier, releases, limit),
    close: async () => undefined
  }
}

/**
 * Solves in a thread, so that this one answers other calls meanwhile. It is started when it is first needed, and kept for the
 * next question.
 * @param start starts a thread with {@link solverTask}
 */
export function threadSolver(start: () => StartedThread): CountSolver {
  let thread: ThreadConnection<SolverApi> | undefined
  let idle: ReturnType<typeof setTimeout> | undefined
  let current: SolvingControl = {}
  const host: SolverHost = { progress: (fraction) => current.progress?.(fraction) }

  function connected(): ThreadConnection<SolverApi> {
    clearTimeout(idle)
    if (thread === undefined || thread.isEnded)
      thread = connectThread<SolverApi>(start(), { host, failure: stopped, graceMs: 0 })
    return thread
  }

  async function close(): Promise<void> {
    clearTimeout(idle)
    await thread?.end()
    thread = undefined
  }

  return {
    async solve(question, control = {}) {
      control.signal?.throwIfAborted()
      current = control
      const { api } = connected()
      try {
        return await (control.signal === undefined ? api.solve(question) : api.solve(question, control.signal))
      } finally {
        current = {}
        idle = setTimeout(() => void close(), IDLE_MS)
        idle.unref()
      }
    },
    close
  }
}

/**
 * Solves counts for the one that started this thread.
 * @param progressMs milliseconds before progress is told for the first time, and between two times
 */
export function serveSolver(port: ThreadPort, progressMs = PROGRESS_MS): void {
  const host = notifier<SolverHost>(port)
  serve(port, {
    async solve({ counts, earlier, releases, limit }) {
      let next = Date.now() + progressMs
      return solveCounts(counts, earlier, releases, limit, {
        progress(fraction) {
          const now = Date.now()
          if (now < next) return
          next = now + progressMs
          host.progress(fraction)
        }
      })
    }
  } satisfies SolverApi)
}

function stopped(cause: unknown): AppError {
  return new AppError('internal', m.comparingWithWhatLeftStopped, { retryable: true, cause })
}

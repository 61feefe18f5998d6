import { defined } from '#shared/language/defined.ts'
/** Decides how many downloads run at a time. */
export interface WorkerSlots {
  /** Downloads that may run at the moment. */
  readonly allowed: number
  /** A file arrived well. */
  good(): void
  /** The server is overloaded: 429 leaves one download, other faults half of them. */
  bad(kind: 'too-many' | 'fault'): void
}

/** So many good files in a row allow one more download. */
const goodFilesForOneMore = 4

/** @param max number of downloads that the vendor's profile allows */
export function createWorkerSlots(max: number): WorkerSlots {
  let now = Math.min(3, max)
  let streak = 0
  return {
    get allowed() {
      return now
    },
    good() {
      streak += 1
      if (streak < goodFilesForOneMore || now >= max) return
      now += 1
      streak = 0
    },
    bad(kind) {
      streak = 0
      now = kind === 'too-many' ? 1 : Math.max(1, now >> 1)
    }
  }
}

/**
 * Runs tasks with as many workers as `slots` allows at the moment. The first error stops the start of further tasks and is
 * thrown when the running ones have ended; no task is left running unseen.
 */
export async function runTasks<T>(
  tasks: readonly T[],
  slots: WorkerSlots,
  run: (task: T) => Promise<void>
): Promise<void> {
  const queue = [...tasks]
  const running = new Set<Promise<void>>()
  let failure: { readonly error: unknown } | undefined
  while (running.size > 0 || (queue.length > 0 && failure === undefined)) {
    while (failure === undefined && queue.length > 0 && running.size < Math.max(1, slots.allowed)) {
      const task = run(defined(queue.shift()))
        .catch((error: unknown) => void (failure ??= { error }))
        .finally(() => running.delete(task))
      running.add(task)
    }
    await Promise.race(running)
  }
  if (failure !== undefined) throw failure.error
}

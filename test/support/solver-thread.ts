import { isMainThread, workerData } from 'node:worker_threads'
import { starterPort, startNodeThread } from '../../src-main/host/threads/node-thread.ts'
import { serveSolver, threadSolver, type CountSolver } from '../../src-main/services/published/count-solver.ts'

/** What this file is started as. */
const task = { task: 'solver-thread', fails: false }

/** Solves counts in a thread, for which this file is started. Close it. @param fails whether the next thread stops at once */
export function solverInThread(fails: () => boolean = () => false): CountSolver {
  return threadSolver(() => startNodeThread(import.meta.filename, { ...task, fails: fails() }))
}

const threadTask = workerData as Partial<typeof task> | null
if (!isMainThread && threadTask?.task === task.task) {
  if (threadTask.fails === true) throw new Error('this thread stops')
  // Tells every step, so that a test need not guess how long solving takes.
  serveSolver(starterPort(), 0)
}

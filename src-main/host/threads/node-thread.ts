import { parentPort, Worker } from 'node:worker_threads'
import { giveThreadsRoom } from './heap-size.ts'
import type { StartedThread, ThreadPort } from '#engine/base/threads/thread-port.ts'

/** A thread of this process. */
export interface NodeThread extends StartedThread {
  /** Whether it has ended, for a thread that waits for it meanwhile and hears of no event. */
  readonly hasEnded: () => boolean
}

/**
 * Starts the program again as a thread.
 * @param entry the program's own file
 * @param task what the thread is for; it crosses as `workerData`
 * @param youngMegabytes most room for new objects; as V8 decides where it is missing
 */
export function startNodeThread(entry: string, task: object, youngMegabytes?: number): NodeThread {
  const limits = youngMegabytes === undefined ? {} : { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } }
  giveThreadsRoom()
  const worker = new Worker(entry, { workerData: task, ...limits })
  // The idle time of a thread is negative from its end on, if it was asked for before.
  const hasEnded = (): boolean => worker.performance.eventLoopUtilization().idle < 0
  worker.once('online', hasEnded)
  return {
    send: (message, buffers) => worker.postMessage(message, buffers),
    receive: (listener) => void worker.on('message', listener),
    onFailure(listener) {
      worker.on('error', listener)
      worker.on('messageerror', listener)
      worker.on('exit', (code) => listener(new Error(`The thread ended with code ${code}.`)))
    },
    hasEnded,
    terminate: () => worker.terminate()
  }
}

/** The port to the thread that started this one. */
export function starterPort(): ThreadPort {
  if (parentPort === null) throw new Error('This thread was not started by another one.')
  const port = parentPort
  return {
    send: (message, buffers) => port.postMessage(message, buffers),
    receive: (listener) => void port.on('message', listener)
  }
}

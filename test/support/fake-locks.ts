import type { WorkerLocks } from '../../src-renderer/workers/base/worker-life.ts'

/** A lock manager whose locks can be taken from their holders, as when the browser ends a worker. */
export interface FakeLocks extends WorkerLocks {
  /** Gives every lock that is held back, and the next in each queue its turn. */
  release(): void
}

export function fakeLocks(): FakeLocks {
  const queues = new Map<string, (() => void)[]>()
  const releases = new Set<() => void>()

  function next(name: string): void {
    queues.get(name)?.[0]?.()
  }

  const request = (name: string, granted: () => unknown): Promise<unknown> => {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const queue = queues.get(name) ?? []
    queues.set(name, queue)
    const begin = (): void => {
      const leave = (): void => {
        if (queue[0] !== begin) return
        queue.shift()
        releases.delete(leave)
        next(name)
      }
      releases.add(leave)
      Promise.resolve(granted()).then(resolve, reject).finally(leave)
    }
    queue.push(begin)
    if (queue.length === 1) begin()
    return promise
  }

  return {
    request: request as WorkerLocks['request'],
    release() {
      for (const leave of [...releases]) leave()
    }
  }
}

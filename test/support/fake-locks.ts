import type { WorkerLocks } from '../../src-renderer/workers/base/worker-life.ts'

/** A lock manager whose locks can be taken from their holders, as when the browser ends a worker. */
export interface FakeLocks extends WorkerLocks {
  /** Gives every lock that is held back, and the next in each queue its turn. */
  release(): void
}

/** One that has a lock or waits for it; it has a place in the queue until it gives the lock back. */
interface Turn {
  readonly isShared: boolean
  isGranted: boolean
  begin(): void
}

/** Locks as in Web Locks: whoever asks for a shared one waits for those before it that are not shared. */
export function fakeLocks(): FakeLocks {
  const queues = new Map<string, Turn[]>()
  const releases = new Set<() => void>()

  function grant(queue: readonly Turn[]): void {
    for (const [place, turn] of queue.entries()) {
      if (place > 0 && !(turn.isShared && queue.slice(0, place).every((each) => each.isShared))) return
      if (turn.isGranted) continue
      turn.isGranted = true
      turn.begin()
    }
  }

  function request(name: string, isShared: boolean, granted: () => unknown): Promise<unknown> {
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    const queue = queues.get(name) ?? []
    queues.set(name, queue)
    const turn: Turn = {
      isShared,
      isGranted: false,
      begin() {
        const leave = (): void => {
          if (!releases.delete(leave)) return
          queue.splice(queue.indexOf(turn), 1)
          grant([...queue])
        }
        releases.add(leave)
        Promise.resolve(granted()).then(resolve, reject).finally(leave)
      }
    }
    queue.push(turn)
    grant([...queue])
    return promise
  }

  return {
    request: ((name: string, ...rest: [() => unknown] | [LockOptions, () => unknown]) =>
      rest.length === 1
        ? request(name, false, rest[0])
        : request(name, rest[0].mode === 'shared', rest[1])) as WorkerLocks['request'],
    release() {
      for (const leave of [...releases]) leave()
    }
  }
}

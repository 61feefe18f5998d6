import { noteEnd, type ExchangeMemory } from '#engine/shards/shared-exchange.ts'

/** The part of a browser's lock manager that is used here; tests hand in their own. */
export type WorkerLocks = Pick<LockManager, 'request'>

/**
 * Takes a lock for as long as this worker lives. The browser gives it back when the worker is gone, whatever ended it.
 * @returns when it is taken
 */
export function holdForLife(name: string, locks: WorkerLocks = navigator.locks): Promise<void> {
  return new Promise((taken, fail) => {
    locks
      .request(name, () => {
        taken()
        return new Promise<never>(() => undefined)
      })
      .catch(fail)
  })
}

/**
 * Waits until a lock is free that a worker has by {@link holdForLife}. Several may wait, and none for another, which may be in
 * the middle of long work when its turn comes.
 */
export async function endOfLock(lock: string, locks: WorkerLocks = navigator.locks): Promise<void> {
  await locks.request(lock, { mode: 'shared' }, () => undefined)
}

/**
 * Waits for the end of a worker: a worker that ends sends no event.
 * @param hold has the worker take a lock by {@link holdForLife}
 */
export async function endOfWorker(
  hold: (lock: string) => Promise<void>,
  locks: WorkerLocks = navigator.locks
): Promise<void> {
  const lock = crypto.randomUUID()
  await hold(lock)
  await endOfLock(lock, locks)
}

/**
 * Notes the end of a worker in memory through which other workers wait for it: they hear of nothing meanwhile.
 * @param lock that the worker has by {@link holdForLife}
 */
export async function noteEndOfWorker(
  lock: string,
  memory: ExchangeMemory,
  locks: WorkerLocks = navigator.locks
): Promise<void> {
  await endOfLock(lock, locks)
  noteEnd(memory)
}

import type { StartedThread, ThreadPort } from '#engine/base/threads/thread-port.ts'
import { endOfLock, holdForLife, type WorkerLocks } from './worker-life.ts'

/** What a Worker and a worker's own scope have in common. */
interface WebPort {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void
}

/** A web worker as a thread. */
export interface WebThread extends StartedThread {
  /** Name of the lock that it has for as long as it lives; resolves when it has it. */
  readonly lock: Promise<string>
}

/** What is used of a Worker. */
type StartedWorker = WebPort & {
  addEventListener(type: 'error' | 'messageerror', listener: (event: Event) => void): void
  terminate(): void
}

/** Asks a worker to hold a lock for as long as it lives, and says that it does. */
interface LifeMessage {
  readonly life: string
}

function isLifeMessage(message: unknown): message is LifeMessage {
  return typeof message === 'object' && message !== null && 'life' in message
}

/** The port of a web worker, as the page sees it. */
export function webPort(port: WebPort): ThreadPort {
  return {
    send: (message, buffers) => port.postMessage(message, buffers),
    receive: (listener) => port.addEventListener('message', ({ data }) => listener(data))
  }
}

/** The port of a worker in the worker itself, which lets whoever started it by {@link webThread} learn of its end. */
export function ownPort(scope: WebPort, locks: WorkerLocks = navigator.locks): ThreadPort {
  const port = webPort(scope)
  port.receive((message) => {
    if (isLifeMessage(message)) void holdForLife(message.life, locks).then(() => port.send(message, []))
  })
  return port
}

/**
 * A web worker as a thread. One that ends by itself, or that the browser ends, sends no event: its lock becomes free.
 * @param worker whose script takes its port by {@link ownPort}
 */
export function webThread(worker: StartedWorker, locks: WorkerLocks = navigator.locks): WebThread {
  const port = webPort(worker)
  const listeners: ((cause: unknown) => void)[] = []
  const fail = (cause: unknown): void => {
    for (const listener of listeners) listener(cause)
  }
  const life = crypto.randomUUID()
  const { promise: lock, resolve: taken } = Promise.withResolvers<string>()
  port.receive((message) => {
    if (!isLifeMessage(message) || message.life !== life) return
    taken(life)
    endOfLock(life, locks).then(() => fail(new Error('the worker ended')), fail)
  })
  port.send({ life } satisfies LifeMessage, [])
  worker.addEventListener('error', fail)
  worker.addEventListener('messageerror', fail)
  return {
    ...port,
    lock,
    onFailure: (listener) => void listeners.push(listener),
    terminate: () => worker.terminate()
  }
}

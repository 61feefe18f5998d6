import type { StartedThread, ThreadPort } from '#engine/base/threads/thread-port.ts'

/** A thread in this one: messages are copied and arrive later, as between real ones. */
export interface FakeThread {
  /** The end of the one that started it. */
  readonly thread: StartedThread
  /** Its own end. */
  readonly port: ThreadPort
  readonly isTerminated: boolean
  /** Fails by itself. */
  die(cause: unknown): void
}

/** Starts one that does nothing until something is served at its port. */
export function fakeThread(): FakeThread {
  const [outer, inner] = [listeners<unknown>(), listeners<unknown>()]
  const failures = listeners<unknown>()
  let isTerminated = false
  const sendTo =
    (other: Listeners<unknown>) =>
    (message: unknown, buffers: ArrayBuffer[]): void => {
      const copy: unknown = structuredClone(message, { transfer: buffers })
      queueMicrotask(() => {
        if (!isTerminated) other.call(copy)
      })
    }
  return {
    thread: {
      send: sendTo(inner),
      receive: outer.add,
      onFailure: failures.add,
      terminate: () => void (isTerminated = true)
    },
    port: { send: sendTo(outer), receive: inner.add },
    get isTerminated() {
      return isTerminated
    },
    die: failures.call
  }
}

interface Listeners<T> {
  readonly add: (listener: (value: T) => void) => void
  readonly call: (value: T) => void
}

function listeners<T>(): Listeners<T> {
  const all: ((value: T) => void)[] = []
  return { add: (listener) => void all.push(listener), call: (value) => all.forEach((listener) => listener(value)) }
}

import type { StartedThread, ThreadPort } from '#engine/base/threads/thread-port.ts'

/** What a Worker and a worker's own scope have in common. */
interface WebPort {
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  addEventListener(type: 'message', listener: (event: MessageEvent<unknown>) => void): void
}

/** The port of a web worker: in the worker itself that of `self`. */
export function webPort(port: WebPort): ThreadPort {
  return {
    send: (message, buffers) => port.postMessage(message, buffers),
    receive: (listener) => port.addEventListener('message', ({ data }) => listener(data))
  }
}

/** A web worker as a thread. */
export function webThread(worker: Worker): StartedThread {
  return {
    ...webPort(worker),
    onFailure(listener) {
      worker.addEventListener('error', listener)
      worker.addEventListener('messageerror', listener)
    },
    terminate: () => worker.terminate()
  }
}

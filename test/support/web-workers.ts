import { Worker as Thread } from 'node:worker_threads'

const live = new Set<Thread>()

/** A web worker in a thread of Node: its module finds `self` as in a browser. */
class ThreadWorker extends EventTarget {
  readonly #thread: Thread

  constructor(module: URL) {
    super()
    this.#thread = new Thread(new URL('./web-worker-scope.ts', import.meta.url), { workerData: module.href })
    live.add(this.#thread)
    this.#thread.on('message', (data: unknown) => this.dispatchEvent(new MessageEvent('message', { data })))
    this.#thread.on('error', () => this.dispatchEvent(new Event('error')))
  }

  postMessage(message: unknown, transfer: readonly ArrayBuffer[] = []): void {
    this.#thread.postMessage(message, [...transfer])
  }

  terminate(): void {
    void this.#thread.terminate()
  }
}

/** Lets code under test start web workers. @returns ends all of them, and the ability */
export function withWebWorkers(): () => Promise<void> {
  const before = Object.getOwnPropertyDescriptor(globalThis, 'Worker')
  Object.defineProperty(globalThis, 'Worker', { value: ThreadWorker, configurable: true, writable: true })
  return async () => {
    await Promise.all([...live].map((thread) => thread.terminate()))
    live.clear()
    if (before === undefined) Reflect.deleteProperty(globalThis, 'Worker')
    else Object.defineProperty(globalThis, 'Worker', before)
  }
}

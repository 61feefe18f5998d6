import { Worker as Thread } from 'node:worker_threads'
import { afterAll, beforeAll } from 'vitest'

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

/** Lets code under test start web workers, until the end of the file: then all of them end. */
export function withWebWorkers(): void {
  let before: PropertyDescriptor | undefined
  beforeAll(() => {
    before = Object.getOwnPropertyDescriptor(globalThis, 'Worker')
    Object.defineProperty(globalThis, 'Worker', { value: ThreadWorker, configurable: true, writable: true })
  })
  afterAll(async () => {
    await Promise.all([...live].map((thread) => thread.terminate()))
    live.clear()
    if (before === undefined) Reflect.deleteProperty(globalThis, 'Worker')
    else Object.defineProperty(globalThis, 'Worker', before)
  })
}

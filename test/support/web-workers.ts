import { pathToFileURL } from 'node:url'
import { Worker as Thread } from 'node:worker_threads'
import { afterAll, beforeAll } from 'vitest'
import { bundledProgram } from './bundled-program.ts'

const live = new Set<Thread>()

/** The worker that tests start, and the file that it was put into with everything that it imports. */
const measureWorker = new URL('../../src-renderer/workers/measure-pool/measure.worker.ts', import.meta.url)
let bundled = ''

/** A web worker in a thread of Node: its module finds `self` as in a browser. */
class ThreadWorker extends EventTarget {
  readonly #thread: Thread

  constructor(module: URL) {
    super()
    if (module.href !== measureWorker.href)
      throw new TypeError(`Only ${measureWorker.href} is there, not ${module.href}.`)
    this.#thread = new Thread(new URL('./web-worker-scope.ts', import.meta.url), { workerData: bundled })
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

/**
 * Lets code under test start workers for measures, until the end of the file: then all of them end. To be awaited outside of
 * tests and hooks.
 */
export async function withWebWorkers(): Promise<void> {
  bundled = pathToFileURL(await bundledProgram(measureWorker)).href
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

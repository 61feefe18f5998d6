import type { LoadProgress, PageApi, StoreApi } from './protocol.ts'
import { callable, serve } from './rpc.ts'

/** The page's handle on the store worker. */
export interface StoreClient {
  readonly api: StoreApi
  /** @param listener is told about the running load, about ten times a second */
  onProgress(listener: (progress: LoadProgress) => void): void
}

/**
 * Starts the store worker.
 * @param open asks the host for a fresh one-time URL
 */
export function createStoreClient(open: PageApi['open']): StoreClient {
  const worker = new Worker(new URL('./store.worker.ts', import.meta.url), { type: 'module', name: 'store' })
  const listeners: ((progress: LoadProgress) => void)[] = []
  serve(worker, {
    progress(progress) {
      for (const listener of listeners) listener(progress)
    },
    open
  } satisfies PageApi)
  return {
    api: callable<StoreApi>(worker) as StoreApi,
    onProgress: (listener) => void listeners.push(listener)
  }
}

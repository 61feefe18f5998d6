import { workersStoreMessages as m } from '#messages/workers/store.ts'
import { connectThread } from '#engine/base/threads/thread-connection.ts'
import type { PanelThread } from '#engine/population/threads/panel-pool.ts'
import type { PanelPeerApi } from '#engine/population/threads/panel-protocol.ts'
import type { ExchangeMemory } from '#engine/shards/shared-exchange.ts'
import { AppError } from '#shared/app-error.ts'
import { nameInLocale } from '#shared/messages/locale.ts'
import { webThread } from '../base/web-thread.ts'

/** Notes in the memory that the worker which has the lock has ended; done by the page, which never waits. */
export type WatchWorker = (lock: string, memory: ExchangeMemory) => Promise<void>

/** Starts a worker that helps with panels. */
export function startPanelWorker(watch: WatchWorker): PanelThread {
  const thread = webThread(
    new Worker(new URL('./panel.worker.ts', import.meta.url), { type: 'module', name: nameInLocale('panels') })
  )
  const connection = connectThread<PanelPeerApi>(thread, {
    failure: () => new AppError('internal', m.aThreadForPanelsStoppedUnexpectedly)
  })
  return Object.assign(connection, {
    watch: async (memory: ExchangeMemory) => watch(await thread.lock, memory)
  })
}

import { nameInLocale } from '#shared/messages/locale.ts'
import type { MeasureProgress } from '../measures/measure-protocol.ts'
import type { PageApi, StoreApi } from './protocol/store-protocol.ts'
import type { LoadProgress } from './protocol/load-protocol.ts'
import type { ReportReceiver } from '../measures/report-writer.ts'
import { createCalls, serve } from '#engine/base/threads/rpc.ts'
import { AppError } from '#shared/app-error.ts'
import { workersStoreMessages as m } from '#messages/workers/store.ts'
import { webPort } from '../base/web-thread.ts'
import { endOfWorker, noteEndOfWorker } from '../base/worker-life.ts'

/** The page's handle on the store worker. */
export interface StoreClient {
  readonly api: StoreApi
  /** Ends the worker and gives its memory back. */
  end(): void
  /** @param listener is told about the running load, about ten times a second */
  onProgress(listener: (progress: LoadProgress) => void): void
  /** @param listener is told how much of what is being kept is on the disk, 0..1 */
  onKept(listener: (fraction: number) => void): void
  /** @param listener is told about the running measures, about ten times a second */
  onMeasuring(listener: (progress: MeasureProgress) => void): void
  /** @param receiver takes the bytes of the file that {@link StoreApi.writeReports} writes */
  onReport(receiver: ReportReceiver): void
}

/**
 * Starts the store worker.
 * @param host asks the host for one-time URLs, and to seal files
 * @param onError hears what the worker itself did not catch
 * @param onEnd is called when the worker ends by itself, with everything it had; what is asked of it fails from then on
 */
export function createStoreClient(
  host: Pick<
    PageApi,
    | 'open'
    | 'limits'
    | 'decisions'
    | 'take'
    | 'upload'
    | 'content'
    | 'results'
    | 'keepResults'
    | 'openShards'
    | 'openSavedShards'
    | 'openRefreshedShards'
    | 'saveShards'
    | 'checkShards'
    | 'closeShards'
  >,
  onError: (event: ErrorEvent) => void,
  onEnd: () => void = () => undefined
): StoreClient {
  const worker = new Worker(new URL('./store.worker.ts', import.meta.url), {
    type: 'module',
    name: nameInLocale('store')
  })
  worker.addEventListener('error', onError)
  const listeners: ((progress: LoadProgress) => void)[] = []
  const measureListeners: ((progress: MeasureProgress) => void)[] = []
  const keepListeners: ((fraction: number) => void)[] = []
  let receiver: ReportReceiver | undefined
  const port = webPort(worker)
  serve(port, {
    reportBegins: (people) => receiver?.reportBegins(people),
    reportPart: (part) => receiver?.reportPart(part),
    progress(progress) {
      for (const listener of listeners) listener(progress)
    },
    measuring(progress) {
      for (const listener of measureListeners) listener(progress)
    },
    async watchWorker(lock, memory) {
      void noteEndOfWorker(lock, memory)
    },
    kept(fraction) {
      for (const listener of keepListeners) listener(fraction)
    },
    ...host
  } satisfies PageApi)
  const calls = createCalls<StoreApi>(port)
  let isEnding = false
  async function watch(): Promise<void> {
    await endOfWorker((lock) => calls.api.hold(lock))
    if (isEnding) return
    calls.fail(new AppError('internal', m.theWorkerWithTheDataEnded))
    onEnd()
  }
  void watch()
  return {
    api: calls.api as StoreApi,
    end() {
      isEnding = true
      worker.terminate()
    },
    onProgress: (listener) => void listeners.push(listener),
    onKept: (listener) => void keepListeners.push(listener),
    onMeasuring: (listener) => void measureListeners.push(listener),
    onReport: (next) => void (receiver = next)
  }
}

import type { FileAccount } from '#engine/store/chunk.ts'
import { AppError } from '#shared/app-error.ts'
import type { IngestApi, IngestSource, StoreIntake } from './ingest-protocol.ts'
import { callable, serve } from './rpc.ts'

/** Reads files on several workers at once. */
export interface IngestPool {
  /** Reads every source; accounts come back in the order of the sources. Rejects when cancelled. */
  readAll(sources: readonly IngestSource[], onFileDone: () => void): Promise<FileAccount[]>
  /** Ends the workers; a running {@link readAll} rejects with `cancelled`. */
  stop(): void
}

/** One worker stays free for the store, and more than four gain little. */
function poolSize(files: number): number {
  return Math.max(1, Math.min(4, navigator.hardwareConcurrency - 1, files))
}

/** Starts the workers. Each is given the next file when it has finished one. */
export function startIngestPool(files: number, intake: StoreIntake): IngestPool {
  const workers = Array.from(
    { length: poolSize(files) },
    () => new Worker(new URL('./ingest.worker.ts', import.meta.url), { type: 'module', name: 'ingest' })
  )
  const { promise: broken, reject: breakOff } = Promise.withResolvers<never>()
  // Without a load under way nobody waits for it.
  broken.catch(() => undefined)
  for (const worker of workers) {
    serve(worker, intake)
    worker.addEventListener('error', () => {
      breakOff(
        new AppError('internal', 'A reader stopped unexpectedly. Your files are unchanged. Try again.', {
          retryable: true
        })
      )
    })
  }
  return {
    async readAll(sources, onFileDone) {
      const accounts: FileAccount[] = []
      let next = 0
      const drain = async (worker: Worker): Promise<void> => {
        const api = callable<IngestApi>(worker)
        while (next < sources.length) {
          const file = next++
          accounts[file] = await api.read(file, sources[file]!)
          onFileDone()
        }
      }
      await Promise.race([Promise.all(workers.map(drain)), broken])
      return accounts
    },
    stop() {
      breakOff(new AppError('cancelled', 'Loading was cancelled. What was loaded before is unchanged.'))
      for (const worker of workers) worker.terminate()
    }
  }
}

import { nameInLocale } from '#shared/messages/locale.ts'
import { workersMessages as m } from '#messages/workers.ts'
import type { FileAccount } from '#engine/store/model/chunk.ts'
import { connectThread } from '#engine/base/threads/thread-connection.ts'
import { ThreadPool } from '#engine/base/threads/thread-pool.ts'
import type { IngestApi } from '#engine/ingest/ingest-reader.ts'
import { readShared, shareFiles, STRETCH_BYTES } from '#engine/ingest/share-files.ts'
import { AppError } from '#shared/app-error.ts'
import { webThread } from '../base/web-thread.ts'
import type { IngestSource, StoreIntake } from './ingest-protocol.ts'
import type { PlannedFile } from './load-sources.ts'
import { openSource } from './open-source.ts'

/** Reads files on several workers at once. */
export interface IngestPool {
  /** Reads every wanted file, large ones in stretches. Rejects when cancelled. */
  readAll(onFileDone: () => void): Promise<FileAccount[]>
  /** Ends the workers; a running {@link readAll} rejects with `cancelled`. */
  stop(): void
}

/** One worker stays free for the store, and more than four gain little. */
function poolSize(files: readonly PlannedFile[], max: number): number {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const pieces = Math.max(files.length, Math.ceil(bytes / STRETCH_BYTES))
  return Math.max(1, Math.min(4, max, navigator.hardwareConcurrency - 1, pieces))
}

/** Bytes that decide whether a file is one of lines. */
const PREFIX_BYTES = 64 * 1024

/**
 * Starts the workers. Each is given the next file, or stretch of one, when it has finished one.
 * @param wanted indexes of the files that are read
 * @param max workers at most
 */
export function startIngestPool(
  files: readonly PlannedFile[],
  wanted: readonly number[],
  intake: StoreIntake,
  max = Number.POSITIVE_INFINITY
): IngestPool {
  const read = wanted.map((file) => files[file]!)
  const failure = (): AppError =>
    new AppError('internal', m.aReaderStoppedUnexpectedlyYourFiles, {
      retryable: true
    })
  const start = () =>
    new Worker(new URL('./ingest.worker.ts', import.meta.url), { type: 'module', name: nameInLocale('ingest') })
  const pool = new ThreadPool(
    Array.from({ length: poolSize(read, max) }, () =>
      connectThread<IngestApi<IngestSource>>(webThread(start()), { host: intake, failure })
    )
  )
  return {
    async readAll(onFileDone) {
      const prefix = async ({ source }: PlannedFile): Promise<Uint8Array> => {
        if (source.kind === 'blob') return new Uint8Array(await source.blob.slice(0, PREFIX_BYTES).arrayBuffer())
        const { importId, file } = source
        const open = openSource(source, () => intake.open({ importId, file, offset: 0, length: PREFIX_BYTES }))
        return new Uint8Array(await new Response(await open()).arrayBuffer())
      }
      const unread = read.map((file) => ({
        bytes: file.bytes,
        prefix: file.seekable ? () => prefix(file) : undefined
      }))
      const shared = await shareFiles(unread, pool.size)
      const jobs = shared.map((job) => ({ ...job, file: wanted[job.file]! }))
      return readShared(jobs, pool, (reader, job) => reader.read(job, files[job.file]!.source), onFileDone)
    },
    stop() {
      void pool.end(new AppError('cancelled', m.loadingWasCancelledWhatWasLoaded))
    }
  }
}

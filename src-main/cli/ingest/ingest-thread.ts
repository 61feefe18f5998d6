import { Worker } from 'node:worker_threads'
import { CHUNK_BYTES, fillingReader } from '#engine/base/ndjson/chunk-reader.ts'
import type { FileAccount, StoreChunk } from '#engine/store/model/chunk.ts'
import type { ReleaseViews } from '#engine/store/model/plan.ts'
import type { ReadJob } from '#engine/ingest/share-files.ts'
import { AppError, fromWireError, toWireError } from '#shared/app-error.ts'
import type { FromThread, IngestTask, ToThread } from './thread-messages.ts'

/** What a thread is given and gives. */
export interface IngestThreadPorts {
  /** Opens the bytes of a file, from an offset on where the file is read in stretches. */
  open(file: number, from: number): Promise<ReadableStream<Uint8Array>>
  /** Takes a chunk over; the thread goes on when it has returned. */
  chunk(chunk: StoreChunk): Promise<void> | void
  bytes(count: number): void
}

/** An open file. */
interface Source {
  /** @param room memory that may be filled */
  next(room: ArrayBuffer | undefined): Promise<Uint8Array<ArrayBuffer> | undefined>
  cancel(): Promise<void>
}

/** A thread that reads files into chunks of columns, one file or stretch at a time. */
export interface IngestThread {
  /** @throws AppError when the thread fails; whatever is wrong with the file is in its account */
  read(job: ReadJob): Promise<FileAccount>
  stop(): Promise<void>
}

/** @param entry the program's entry file, which calls `serveIngest` when it is started as a thread */
export function startIngestThread(entry: string, views: ReleaseViews, ports: IngestThreadPorts): IngestThread {
  const worker = new Worker(entry, { workerData: { task: 'ingest', views } satisfies IngestTask })
  let running: { readonly job: ReadJob; resolve(account: FileAccount): void; reject(error: Error): void } | undefined
  let source: Source | undefined
  let opening: Promise<void> = Promise.resolve()

  const tell = (message: ToThread, buffers: ArrayBuffer[] = []): void => worker.postMessage(message, buffers)

  async function open({ file, stretch }: ReadJob): Promise<void> {
    await close()
    const stream = await ports.open(file, Math.max(0, (stretch?.from ?? 0) - 1))
    const filling = fillingReader(stream)
    if (filling === undefined) {
      const reader = stream.getReader()
      source = {
        // Copied, because the buffer may be one that its source shares among its pieces.
        next: async () => (await reader.read()).value?.slice(),
        cancel: () => reader.cancel()
      }
    } else {
      source = {
        async next(room) {
          const { done, value } = await filling.read(new Uint8Array(room ?? new ArrayBuffer(CHUNK_BYTES)))
          return done ? undefined : value
        },
        cancel: () => filling.cancel()
      }
    }
  }

  async function close(): Promise<void> {
    const open = source
    source = undefined
    await open?.cancel()
  }

  async function pull(room: ArrayBuffer | undefined): Promise<void> {
    try {
      await opening
      const bytes = await source?.next(room)
      tell({ say: 'bytes', bytes }, bytes === undefined ? [] : [bytes.buffer])
    } catch (error) {
      tell({ say: 'failed', error: toWireError(error) })
    }
  }

  async function take(chunk: StoreChunk): Promise<void> {
    try {
      await ports.chunk(chunk)
      tell({ say: 'taken' })
    } catch (error) {
      tell({ say: 'failed', error: toWireError(error) })
    }
  }

  worker.on('message', (message: FromThread) => {
    switch (message.say) {
      case 'open':
        opening = open(running!.job)
        // Told when the bytes are asked for.
        opening.catch(() => undefined)
        return
      case 'pull':
        void pull(message.room)
        return
      case 'close':
        void close().catch(() => undefined)
        return
      case 'progress':
        ports.bytes(message.bytes)
        return
      case 'chunk':
        void take(message.chunk)
        return
      case 'done':
        running?.resolve(message.account)
        return
      case 'broken':
        running?.reject(fromWireError(message.error))
    }
  })
  worker.on('error', (cause) => running?.reject(stopped(cause)))

  return {
    read(job) {
      const { promise, resolve, reject } = Promise.withResolvers<FileAccount>()
      running = { job, resolve, reject }
      tell({ say: 'read', file: job.file, stretch: job.stretch })
      return promise
    },
    async stop() {
      await close().catch(() => undefined)
      await worker.terminate()
    }
  }
}

function stopped(cause: unknown): AppError {
  return new AppError('internal', 'A reader stopped unexpectedly. Your files are unchanged. Try again.', {
    retryable: true,
    cause
  })
}

import { parentPort } from 'node:worker_threads'
import { CHUNK_BYTES } from '#engine/base/ndjson/chunk-reader.ts'
import { createIngest } from '#engine/ingest/ingest.ts'
import { planTables } from '#engine/store/model/plan.ts'
import { buffersIn } from '#shared/buffers-in.ts'
import { fromWireError, toWireError } from '#shared/app-error.ts'
import type { FromThread, IngestTask, ToThread } from './thread-messages.ts'

/** Bytes between two reports of progress. */
const REPORT_EVERY = 1 << 20

/** Reads files in this thread: what the entry file does when it is started as a thread of {@link IngestTask}. */
export function serveIngest({ views }: IngestTask): void {
  const waiting: { resolve(message: ToThread): void; reject(error: Error): void }[] = []
  const tell = (message: FromThread, buffers: ArrayBuffer[] = []): void => parentPort?.postMessage(message, buffers)
  /** Asks, and waits for the answer; answers come in the order of the questions. */
  const ask = (message: FromThread, buffers: ArrayBuffer[] = []): Promise<ToThread> =>
    new Promise((resolve, reject) => {
      waiting.push({ resolve, reject })
      tell(message, buffers)
    })
  const ingest = createIngest(planTables(views), async (chunk) => {
    await ask({ say: 'chunk', chunk }, buffersIn(chunk))
  })

  async function open(): Promise<ReadableStream<Uint8Array>> {
    tell({ say: 'open' })
    let rest = new Uint8Array(0)
    let room: ArrayBuffer | undefined
    return new ReadableStream({
      type: 'bytes',
      autoAllocateChunkSize: CHUNK_BYTES,
      async pull(controller) {
        const request = controller.byobRequest!
        if (rest.length === 0) {
          const answer = await ask({ say: 'pull', room }, room === undefined ? [] : [room])
          if (answer.say !== 'bytes' || answer.bytes === undefined) {
            controller.close()
            request.respond(0)
            return
          }
          rest = answer.bytes
          room = rest.buffer
        }
        const view = request.view as Uint8Array
        const piece = rest.subarray(0, view.length)
        view.set(piece)
        rest = rest.subarray(piece.length)
        request.respond(piece.length)
      },
      cancel() {
        tell({ say: 'close' })
      }
    })
  }

  async function read({ file, stretch }: Extract<ToThread, { say: 'read' }>): Promise<void> {
    let unreported = 0
    const onBytes = (bytes: number): void => {
      unreported += bytes
      if (unreported < REPORT_EVERY) return
      tell({ say: 'progress', bytes: unreported })
      unreported = 0
    }
    try {
      const account = await ingest.read({ file, open, ...(stretch === undefined ? {} : { stretch }) }, { onBytes })
      tell({ say: 'progress', bytes: unreported })
      tell({ say: 'done', account })
    } catch (error) {
      tell({ say: 'broken', error: toWireError(error) })
    }
  }

  parentPort?.on('message', (message: ToThread) => {
    if (message.say === 'read') void read(message)
    else if (message.say === 'failed') waiting.shift()?.reject(fromWireError(message.error))
    else waiting.shift()?.resolve(message)
  })
}

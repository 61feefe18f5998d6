import { CHUNK_BYTES, fillingReader } from '#engine/base/ndjson/chunk-reader.ts'
import { transfer } from '#engine/base/threads/rpc.ts'
import type { FileAccess } from './ingest-task.ts'

/** An open file. */
interface OpenFile {
  next(room: ArrayBuffer | undefined): Promise<Uint8Array<ArrayBuffer> | undefined>
  cancel(): Promise<void>
}

/** Files that other threads read. */
export interface ServedFiles {
  readonly api: FileAccess
  /** Closes what is open. */
  close(): Promise<void>
}

/** @param openFile opens the bytes of a file from an offset on */
export function serveFiles(openFile: (file: number, from: number) => Promise<ReadableStream<Uint8Array>>): ServedFiles {
  const files = new Map<number, OpenFile>()
  let last = 0

  async function close(opened: number): Promise<void> {
    const file = files.get(opened)
    files.delete(opened)
    // Whether or not its source minds, nobody reads it any more.
    await file?.cancel().catch(() => undefined)
  }

  return {
    api: {
      async open(file, from) {
        const opened = ++last
        files.set(opened, readerOf(await openFile(file, from)))
        return opened
      },
      async pull(opened, room) {
        const bytes = await files.get(opened)?.next(room)
        return bytes === undefined ? undefined : transfer(bytes, [bytes.buffer])
      },
      close
    },
    async close() {
      await Promise.all([...files.keys()].map(close))
    }
  }
}

function readerOf(stream: ReadableStream<Uint8Array>): OpenFile {
  const filling = fillingReader(stream)
  if (filling === undefined) {
    const reader = stream.getReader()
    return {
      // Copied, because the buffer may be one that its source shares among its pieces.
      next: async () => (await reader.read()).value?.slice(),
      cancel: () => reader.cancel()
    }
  }
  return {
    async next(room) {
      const { done, value } = await filling.read(new Uint8Array(room ?? new ArrayBuffer(CHUNK_BYTES)))
      return done ? undefined : value
    },
    cancel: () => filling.cancel()
  }
}

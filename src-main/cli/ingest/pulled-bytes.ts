import { CHUNK_BYTES } from '#engine/base/ndjson/chunk-reader.ts'
import type { OpenBytes } from '#engine/base/ndjson/gunzip.ts'
import { transfer } from '#engine/base/threads/rpc.ts'
import { defined } from '#shared/language/defined.ts'
import type { FileAccess } from './ingest-task.ts'

/**
 * The bytes of a file that another thread can open. Memory goes back and forth between the two, so that a file of any size
 * takes one chunk of it.
 * @param from offset of the first byte
 */
export function pulledBytes(files: FileAccess, file: number, from: number): OpenBytes {
  return async () => {
    const opened = await files.open(file, from)
    let rest = new Uint8Array(0)
    let room: ArrayBuffer | undefined
    return new ReadableStream({
      type: 'bytes',
      autoAllocateChunkSize: CHUNK_BYTES,
      async pull(controller) {
        const request = defined(controller.byobRequest)
        if (rest.length === 0) {
          const bytes = await files.pull(opened, room === undefined ? room : transfer(room, [room]))
          if (bytes === undefined) {
            await files.close(opened)
            controller.close()
            request.respond(0)
            return
          }
          rest = bytes
          room = rest.buffer
        }
        const view = request.view as Uint8Array
        const piece = rest.subarray(0, view.length)
        view.set(piece)
        rest = rest.subarray(piece.length)
        request.respond(piece.length)
      },
      cancel: () => files.close(opened)
    })
  }
}

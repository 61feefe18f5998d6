import { chunkReader } from './chunk-reader.ts'

/** A stretch of a file of lines: the lines whose first byte lies in `[from, to)`. */
export interface LineRange {
  readonly from: number
  /** Infinity for the last stretch. */
  readonly to: number
}

/** The lines of a stretch. */
export interface CompleteLines {
  /** Chunks may be gone when the next one is asked for. */
  readonly chunks: ReadableStream<Uint8Array>
  /** Where the first line begins in the file; known when the first chunk has come. */
  readonly start: () => number
}

const LF = 10

/**
 * Cuts a stretch of lines out of a file, so that several readers can share it.
 * @param bytes of the file from `from - 1` on (from 0 for the first stretch)
 */
export function completeLines(bytes: ReadableStream<Uint8Array>, { from, to }: LineRange): CompleteLines {
  const reader = chunkReader(bytes, true)
  let position = Math.max(0, from - 1)
  let start = from
  let searching = from > 0

  /** The part of the next chunk that belongs to the stretch; `last` when nothing follows. */
  function cut(chunk: Uint8Array): { readonly piece: Uint8Array; readonly last: boolean } {
    const base = position
    position += chunk.length
    let first = 0
    if (searching) {
      first = chunk.indexOf(LF) + 1
      if (first === 0) return { piece: chunk.subarray(0, 0), last: false }
      searching = false
      start = base + first
    }
    if (start >= to) return { piece: chunk.subarray(0, 0), last: true }
    // The byte before `to` ends the last line, or the line that it is in reaches beyond.
    const beyond = Math.max(first, to - 1 - base)
    const end = beyond < chunk.length ? chunk.indexOf(LF, beyond) + 1 : 0
    return { piece: chunk.subarray(first, end > 0 ? end : chunk.length), last: end > 0 }
  }

  const chunks = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        for (;;) {
          const value = await reader.next()
          if (value === undefined) {
            controller.close()
            return
          }
          const { piece, last } = cut(value)
          if (piece.length > 0) controller.enqueue(piece)
          if (last) {
            await reader.cancel()
            controller.close()
          }
          if (last || piece.length > 0) return
        }
      },
      async cancel(reason) {
        await reader.cancel(reason)
      }
    },
    { highWaterMark: 0 }
  )
  return { chunks, start: () => start }
}

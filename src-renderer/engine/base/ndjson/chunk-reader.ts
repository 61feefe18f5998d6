import { detachMemory } from '#shared/detach-buffer.ts'

/** Bytes that are read at once where the reader gives the memory. */
export const CHUNK_BYTES = 256 * 1024

/** Takes the chunks of a stream one by one. */
export interface ChunkReader {
  /** @returns undefined at the end */
  next(): Promise<Uint8Array | undefined>
  cancel(reason?: unknown): Promise<void>
}

/**
 * Reads a stream.
 * @param reuse a chunk may be gone when the next one is asked for, so that one piece of memory does for all; streams that
 * cannot fill memory they are given make their own
 */
export function chunkReader(stream: ReadableStream<Uint8Array>, reuse: boolean): ChunkReader {
  const filling = reuse ? fillingReader(stream) : undefined
  if (filling === undefined) {
    const reader = stream.getReader()
    return { next: async () => (await reader.read()).value, cancel: (reason) => reader.cancel(reason) }
  }
  let room = new ArrayBuffer(CHUNK_BYTES)
  return {
    async next() {
      const { done, value } = await filling.read(new Uint8Array(room))
      if (done) {
        if (value !== undefined) detachMemory(value)
        return undefined
      }
      room = value.buffer
      return value
    },
    cancel: (reason) => filling.cancel(reason)
  }
}

/** @returns undefined when the stream cannot fill memory that it is given, which is told by an error only */
export function fillingReader(stream: ReadableStream<Uint8Array>): ReadableStreamBYOBReader | undefined {
  try {
    return stream.getReader({ mode: 'byob' })
  } catch {
    return undefined
  }
}

import { createGunzip, type Gunzip } from 'node:zlib'

/** Bytes that are decompressed at a time. With the 16 kB that streams have by default, handing them on takes three times as long as decompressing. */
const CHUNK_BYTES = 256 * 1024

/**
 * Decompresses gzip by Node's own means, for `ReadOptions.unzip`. Whatever follows the first member is refused, as browsers do: of further
 * members Node would leave out those behind damaged ones without a word.
 */
export async function* nodeUnzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const unzip = createGunzip({ chunkSize: CHUNK_BYTES, rejectGarbageAfterEnd: true })
  const feeding = feed(unzip, packed)
  try {
    for await (const chunk of unzip) {
      const { buffer, byteOffset, byteLength } = chunk as Buffer
      // A Buffer's own `slice` would not copy.
      yield new Uint8Array(buffer, byteOffset, byteLength)
    }
  } finally {
    unzip.destroy()
    await feeding
  }
}

/** Writes all that there is, each chunk when the one before it was read. A failure ends the stream, so that whoever reads it hears of it. */
async function feed(unzip: Gunzip, packed: AsyncIterable<Uint8Array>): Promise<void> {
  // What a stream that ends meanwhile was writing is never told.
  const closed = new Promise<void>((resolve) => unzip.once('close', resolve))
  try {
    for await (const chunk of packed) {
      const written = new Promise<unknown>((resolve) => unzip.write(chunk, resolve))
      await Promise.race([written, closed])
      if (unzip.destroyed) return
    }
    unzip.end()
  } catch (error) {
    unzip.destroy(error instanceof Error ? error : new Error('the source failed', { cause: error }))
  }
}

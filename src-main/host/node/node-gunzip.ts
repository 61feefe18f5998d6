import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'

/** Bytes that are decompressed at a time. With the 16 kB that streams have by default, handing them on takes three times as long as decompressing. */
const CHUNK_BYTES = 256 * 1024

/**
 * Decompresses gzip by Node's own means, for `ReadOptions.unzip`. Whatever follows the first member is refused, as browsers do: of further
 * members Node would leave out those behind damaged ones without a word.
 */
export async function* nodeUnzip(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  const unzip = createGunzip({ chunkSize: CHUNK_BYTES, rejectGarbageAfterEnd: true })
  const feeding = pipeline(packed, unzip)
  // Whoever reads hears of it as well.
  feeding.catch(() => undefined)
  try {
    for await (const chunk of unzip) {
      const { buffer, byteOffset, byteLength } = chunk as Buffer
      // A Buffer's own `slice` would not copy.
      yield new Uint8Array(buffer, byteOffset, byteLength)
    }
  } finally {
    unzip.destroy()
    // It was told above, or the reader had enough.
    await feeding.catch(() => undefined)
  }
}

import { openSealed, type SealedBytes } from '../../src-main/storage/sealed/open-sealed.ts'
import { createSealer } from '../../src-main/storage/sealed/seal-stream.ts'
import type { Compression } from '../../src-main/storage/sealed/zstd-lanes.ts'
import type { SealContext } from '../../src-main/storage/sealed/frame-cipher.ts'

/** Seals pieces of text as one file in memory. */
export async function sealed(
  pieces: readonly Uint8Array[],
  context: SealContext,
  compression?: Compression
): Promise<Buffer> {
  const sealer = createSealer(context, compression)
  const frames = [...pieces.flatMap((piece) => sealer.update(piece)), ...sealer.finish()]
  return Buffer.concat(await Promise.all(frames))
}

/** A sealed file in memory, as the reader wants it. */
function memoryBytes(bytes: Uint8Array): SealedBytes {
  return {
    size: bytes.length,
    read: async (offset, length) => bytes.slice(offset, offset + length),
    close: async () => undefined
  }
}

/** The text of a sealed file, or a range of it. */
export async function opened(
  bytes: Uint8Array,
  context: SealContext,
  range?: { readonly offset: number; readonly length: number }
): Promise<Buffer> {
  const file = await openSealed(memoryBytes(bytes), context)
  const parts: Uint8Array[] = []
  for await (const part of file.read(range)) parts.push(part)
  await file.close()
  return Buffer.concat(parts)
}

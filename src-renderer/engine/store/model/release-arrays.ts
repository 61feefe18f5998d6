import { detachBuffer } from '#shared/detach-buffer.ts'
import type { ChunkContent } from './chunk.ts'

/** Frees the arrays of an object, such as a column, that nobody looks at any more. @param of belongs to the caller alone, as do its arrays */
export function releaseArrays(of: object): void {
  for (const value of Object.values(of) as unknown[]) if (ArrayBuffer.isView(value)) detachBuffer(value)
}

/** What of a chunk has arrays. */
function partsOf({ keys, resources, tables, codings, findings }: ChunkContent): readonly object[] {
  return [keys, resources, findings, ...codings, ...tables, ...tables.flatMap(({ columns }) => columns)]
}

/** Frees all arrays of a chunk. @param chunk belongs to the caller alone */
export function releaseChunk(chunk: ChunkContent): void {
  for (const part of partsOf(chunk)) releaseArrays(part)
}

/** Bytes of the arrays of a chunk; its texts are not counted. */
export function bytesOfChunk(chunk: ChunkContent): number {
  let bytes = 0
  for (const part of partsOf(chunk))
    for (const value of Object.values(part) as unknown[]) if (ArrayBuffer.isView(value)) bytes += value.byteLength
  return bytes
}

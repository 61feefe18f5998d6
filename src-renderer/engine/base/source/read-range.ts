import { plainBytes, type OpenBytes } from '../ndjson/gunzip.ts'

/**
 * Reads bytes `[offset, offset + length)` of a file's decompressed text.
 * @returns fewer bytes when the file ends earlier
 */
export async function readRange(open: OpenBytes, offset: number, length: number): Promise<Uint8Array> {
  const plain = plainBytes(open)
  const range = new Uint8Array(length)
  let position = 0
  let filled = 0
  for await (const chunk of plain.chunks) {
    const from = Math.max(0, offset - position)
    position += chunk.length
    if (from >= chunk.length) continue
    const part = chunk.subarray(from, Math.min(chunk.length, from + length - filled))
    range.set(part, filled)
    filled += part.length
    if (filled === length) break
  }
  return range.subarray(0, filled)
}

import type { StoreChunk } from './chunk.ts'

/** A chunk with the number of its first resource among all resources of the population. */
export interface OrderedChunk extends StoreChunk {
  readonly firstResource: number
  /** Place of the chunk's file when files are sorted by name. */
  readonly rank: number
}

/**
 * Puts chunks in source order: by file name, then by place in the file. So nothing later depends on which worker read
 * what, or when.
 * @param ranks of the files, see {@link rankFiles}
 */
export function orderChunks(chunks: readonly StoreChunk[], ranks: readonly number[]): OrderedChunk[] {
  const sorted = chunks
    .map((chunk) => ({ chunk, rank: ranks[chunk.file]! }))
    .sort((a, b) => a.rank - b.rank || a.chunk.offset - b.chunk.offset)
  let firstResource = 0
  return sorted.map(({ chunk, rank }) => {
    const ordered = { ...chunk, rank, firstResource }
    firstResource += chunk.resources.count
    return ordered
  })
}

/** Place of each file when files are sorted by name; files of one name keep their order. */
export function rankFiles(files: readonly string[]): readonly number[] {
  const order = files
    .map((_, file) => file)
    .sort((a, b) => (files[a]! < files[b]! ? -1 : files[a]! > files[b]! ? 1 : a - b))
  const ranks: number[] = []
  order.forEach((file, rank) => {
    ranks[file] = rank
  })
  return ranks
}

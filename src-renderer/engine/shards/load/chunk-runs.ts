import type { JoinedChunk, StoreChunk } from '../../store/model/chunk.ts'
import { chunkSpans, compareSpans, type ChunkSpan, type OrderedSpan } from '../../store/model/chunk-order.ts'

/** Resources of a chunk that follow each other, and findings likewise. */
export interface ChunkRun extends ChunkSpan {
  /** Index among the chunks. */
  readonly chunk: number
}

/** All of some chunks as they come. */
export function runsAsTheyCome(chunks: readonly (StoreChunk | JoinedChunk)[]): ChunkRun[] {
  return chunks.flatMap((chunk, index) => chunkSpans(chunk).map((span) => ({ ...span, chunk: index })))
}

/**
 * All of some chunks in source order. Where several of them have resources of one part of a file, each resource stands where it does in
 * the file.
 * @param ranks of the files, see `rankFiles`
 */
export function runsInSourceOrder(
  chunks: readonly (StoreChunk | JoinedChunk)[],
  ranks: readonly number[]
): readonly ChunkRun[] {
  const ordered = runsAsTheyCome(chunks)
    .map((run) => ({ ...run, rank: ranks[run.file]! }))
    .sort(compareSpans)
  const runs: ChunkRun[] = []
  for (let from = 0; from < ordered.length;) {
    let to = from + 1
    while (to < ordered.length && compareSpans(ordered[from]!, ordered[to]!) === 0) to++
    if (to === from + 1) runs.push(ordered[from]!)
    else runs.push(...interleaved(chunks, ordered.slice(from, to)))
    from = to
  }
  return runs
}

/** Divides runs wherever a resource of another one stands between two of theirs. The findings of all come first. */
function interleaved(
  chunks: readonly (StoreChunk | JoinedChunk)[],
  runs: readonly (ChunkRun & OrderedSpan)[]
): readonly ChunkRun[] {
  const places = runs.flatMap((run) => {
    const { offset } = chunks[run.chunk]!.resources
    return Array.from({ length: run.end - run.first }, (_, index) => ({
      run,
      row: run.first + index,
      offset: offset[run.first + index]!
    }))
  })
  places.sort((a, b) => a.offset - b.offset)
  const divided: ChunkRun[] = runs.map((run) => ({ ...run, end: run.first }))
  let current: ChunkRun | undefined
  places.forEach(({ run, row }, index) => {
    if (current !== undefined && places[index - 1]?.run === run) {
      current = { ...current, end: row + 1 }
      divided[divided.length - 1] = current
    } else {
      current = { ...run, first: row, end: row + 1, firstFinding: run.endOfFindings }
      divided.push(current)
    }
  })
  return divided
}

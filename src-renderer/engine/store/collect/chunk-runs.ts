import type { JoinedChunk, StoreChunk } from '../model/chunk.ts'
import { chunkSpans, compareSpans, type ChunkSpan } from '../model/chunk-order.ts'

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
    else runs.push(...interleavedRuns(chunks, ordered.slice(from, to)))
    from = to
  }
  return runs
}

/**
 * Divides runs wherever a resource of another one stands between two of theirs in the file. The findings of all come first.
 * @param runs of one part of a file
 */
export function interleavedRuns(
  chunks: readonly (StoreChunk | JoinedChunk)[],
  runs: readonly ChunkRun[]
): readonly ChunkRun[] {
  const divided: ChunkRun[] = runs.map((run) => ({ ...run, end: run.first }))
  const offsets = runs.map(({ chunk, end }) => chunks[chunk]!.resources.offset.subarray(0, end))
  const next = runs.map(({ first }) => first)
  for (;;) {
    const { run, limit } = firstOf(offsets, next)
    if (run < 0) return divided
    const [of, first] = [offsets[run]!, next[run]!]
    let end = first + 1
    while (end < of.length && of[end]! < limit) end++
    divided.push({ ...runs[run]!, first, end, firstFinding: runs[run]!.endOfFindings })
    next[run] = end
  }
}

/** The list whose next value is the lowest, the first of equal ones, and the next value of the others; -1 when all have ended. */
function firstOf(
  lists: readonly Float64Array[],
  next: readonly number[]
): { readonly run: number; readonly limit: number } {
  let [run, lowest, limit] = [-1, Infinity, Infinity]
  for (let index = 0; index < lists.length; index++) {
    const value = lists[index]![next[index]!] ?? Infinity
    if (value < lowest) [run, lowest, limit] = [index, value, lowest]
    else if (value < limit) limit = value
  }
  return { run, limit }
}

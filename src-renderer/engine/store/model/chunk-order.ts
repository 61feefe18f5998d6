import type { ChunkContent, FileSpans, JoinedChunk, StoreChunk } from './chunk.ts'
import { partitionPoint } from '../../base/kernels/lower-bound.ts'

/** A stretch of a chunk whose resources are of one part of one file. */
export interface ChunkSpan {
  readonly file: number
  /** Byte offset in the file of the first resource or finding. */
  readonly offset: number
  /** First resource in the chunk, and the first behind the span. */
  readonly first: number
  readonly end: number
  /** The same of the findings. */
  readonly firstFinding: number
  readonly endOfFindings: number
}

/** A span with the place of its file when files are sorted by name. */
export interface OrderedSpan extends ChunkSpan {
  readonly rank: number
}

/** A chunk with the number of its first resource among all resources of the population. */
export interface OrderedChunk extends ChunkContent {
  readonly firstResource: number
  /** At least one, in source order. */
  readonly spans: readonly OrderedSpan[]
}

/** The chunks that a chunk is made of; it is one by itself unless it was joined. */
export function fileSpans(chunk: StoreChunk | JoinedChunk): FileSpans {
  if ('spans' in chunk) return chunk.spans
  return {
    file: Int32Array.of(chunk.file),
    offset: Float64Array.of(chunk.offset),
    resources: Int32Array.of(chunk.resources.count),
    findings: Int32Array.of(chunk.findings.count)
  }
}

/** The spans of a chunk with where each begins and ends. */
export function chunkSpans(chunk: StoreChunk | JoinedChunk): ChunkSpan[] {
  const { file, offset, resources, findings } = fileSpans(chunk)
  let [first, firstFinding] = [0, 0]
  return Array.from(file, (spanFile, index) => {
    const span = {
      file: spanFile,
      offset: offset[index]!,
      first,
      end: first + resources[index]!,
      firstFinding,
      endOfFindings: firstFinding + findings[index]!
    }
    first = span.end
    firstFinding = span.endOfFindings
    return span
  })
}

/** The same with the places of their files. @param ranks see {@link rankFiles} */
export function orderedSpans(chunk: StoreChunk | JoinedChunk, ranks: readonly number[]): OrderedSpan[] {
  return chunkSpans(chunk).map((span) => ({ ...span, rank: ranks[span.file]! }))
}

/** Tells which of two spans comes first in the source: by file name, then by place in the file. */
export function compareSpans(a: OrderedSpan, b: OrderedSpan): number {
  return a.rank - b.rank || a.offset - b.offset
}

/** The span of a chunk that holds one of its resources. */
export function spanOf({ spans }: OrderedChunk, row: number): OrderedSpan {
  return spans[partitionPoint(spans.length - 1, (span) => spans[span]!.end > row)]!
}

/**
 * Puts chunks in source order: by file name, then by place in the file. So nothing later depends on which worker read
 * what, or when. A joined chunk, whose spans are in source order, stands where its first one does.
 * @param ranks of the files, see {@link rankFiles}
 */
export function orderChunks(chunks: readonly (StoreChunk | JoinedChunk)[], ranks: readonly number[]): OrderedChunk[] {
  const sorted = chunks
    .map((chunk) => ({ chunk, spans: orderedSpans(chunk, ranks) }))
    .sort((a, b) => compareSpans(a.spans[0]!, b.spans[0]!))
  let firstResource = 0
  return sorted.map(({ chunk, spans }) => {
    const ordered = { ...chunk, spans, firstResource }
    firstResource += chunk.resources.count
    return ordered
  })
}

/** By what was asked for: every part of a population asks for the same. */
const knownRanks = new WeakMap<readonly string[], readonly number[]>()

/** Place of each file when files are sorted by name; files of one name keep their order. @param files not changed any more */
export function rankFiles(files: readonly string[]): readonly number[] {
  const known = knownRanks.get(files)
  if (known !== undefined) return known
  const order = files
    .map((_, file) => file)
    .sort((a, b) => (files[a]! < files[b]! ? -1 : files[a]! > files[b]! ? 1 : a - b))
  const ranks: number[] = []
  order.forEach((file, rank) => {
    ranks[file] = rank
  })
  knownRanks.set(files, ranks)
  return ranks
}

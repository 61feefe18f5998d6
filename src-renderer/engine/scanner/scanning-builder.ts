import { electedRelease, releaseVotes, type ReleaseVotes } from '../fhir/release.ts'
import { createChunkBuilder, isFull, type ChunkBuilder } from '../store/chunk-builder.ts'
import type { TablePlan } from '../store/plan.ts'
import { mergeChunks } from './merge-chunks.ts'
import { readChunk } from './read-chunk.ts'
import { createScanSession } from './scan-session.ts'

const LF = 10

/**
 * Makes a builder whose chunks hold the same as those of {@link createChunkBuilder}, several times faster: a WebAssembly
 * kernel reads lines straight into columns. It takes a line only when it has checked all of it and nothing about it is
 * unusual; values that would make a finding, members that come twice and the like leave the line to the general path.
 * @returns undefined where the kernel can do nothing: no views that it can run, or no WebAssembly
 */
export function createScanningBuilder(plan: TablePlan): ChunkBuilder | undefined {
  const session = createScanSession(plan)
  if (session === undefined) return undefined
  const { kernel, layout } = session
  const general = createChunkBuilder(plan)
  let file = 0
  let votes: ReleaseVotes = releaseVotes()

  /** Scans from a place in the kernel's memory. @returns bytes and lines taken */
  function scan(from: number, end: number, line: number, offset: number, limit: number): number {
    if (electedRelease(votes) === 'R5') return 0
    const next = kernel.scan(layout.input + from, layout.input + end, line, offset, limit)
    votes.R4 += kernel.voteCount()
    return next - layout.input - from
  }

  return {
    begin(nextFile, nextVotes) {
      file = nextFile
      votes = nextVotes
      general.begin(nextFile, nextVotes)
    },
    get bytes() {
      return general.bytes + kernel.byteCount()
    },
    get rows() {
      return general.rows + kernel.rowCount()
    },
    get full() {
      return isFull(this)
    },
    add(checked, bytes, line, offset, fullUrl) {
      general.add(checked, bytes, line, offset, fullUrl)
    },
    reject(reason, line, offset, type) {
      general.reject(reason, line, offset, type)
    },
    lines(block, line, offset, limit, refused) {
      let taken = 0
      let next = line
      for (let start = 0; start < block.length;) {
        const end =
          start + layout.inputBytes < block.length
            ? block.lastIndexOf(LF, start + layout.inputBytes - 1) + 1
            : block.length
        if (end <= start) {
          const lineEnd = block.indexOf(LF, start) + 1
          refused(start, lineEnd, next)
          next++
          start = lineEnd
          continue
        }
        new Uint8Array(kernel.memory.buffer, layout.input, end - start).set(block.subarray(start, end))
        for (let at = start; at < end;) {
          const bytes = scan(at - start, end - start, next, offset + at, limit)
          if (bytes > 0) {
            at += bytes
            next += kernel.lineCount()
            taken += kernel.lineCount()
          }
          if (at === end) break
          const lineEnd = block.indexOf(LF, at) + 1
          refused(at, lineEnd, next)
          next++
          at = lineEnd
        }
        start = end
      }
      return taken
    },
    take() {
      const scanned = readChunk(session, plan, file)
      session.reset()
      const parsed = general.take()
      return scanned === undefined || parsed === undefined ? (scanned ?? parsed) : mergeChunks(scanned, parsed)
    }
  }
}

import { electedRelease, type ReleaseVotes } from '../../base/fhir/fhir-release.ts'
import type { LineSink } from '../../base/ndjson/line-splitter.ts'
import type { ScanSession } from './scan-session.ts'

const LF = 10

/**
 * Makes the taker of whole lines: the kernel reads as many as it can, and gives one by one back what it does not take.
 * @param votes what the lines of the present file have said about its release so far; those that are taken add to it
 */
export function lineScanner(
  { kernel, layout }: ScanSession,
  votes: () => ReleaseVotes
): NonNullable<LineSink['lines']> {
  /** Scans from a place in the kernel's memory. @returns bytes taken */
  function scan(from: number, end: number, line: number, offset: number, limit: number): number {
    const known = votes()
    if (electedRelease(known) === 'R5') return 0
    const next = kernel.scan(layout.input + from, layout.input + end, line, offset, limit)
    known.R4 += kernel.voteCount()
    return next - layout.input - from
  }

  return (block, line, offset, limit, refused) => {
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
      for (let index = start; index < end;) {
        const bytes = scan(index - start, end - start, next, offset + index, limit)
        if (bytes > 0) {
          index += bytes
          next += kernel.lineCount()
          taken += kernel.lineCount()
        }
        if (index === end) break
        const lineEnd = block.indexOf(LF, index) + 1
        refused(index, lineEnd, next)
        next++
        index = lineEnd
      }
      start = end
    }
    return taken
  }
}

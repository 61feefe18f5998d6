import type { FileAccount, JoinedChunk, StoreChunk } from '../model/chunk.ts'
import { chunkSpans } from '../model/chunk-order.ts'

/**
 * Puts files together again that were read in stretches: moves the lines of their chunks behind those of the stretches
 * before, and adds up the accounts.
 * @param chunks of all files; the line numbers of their arrays are changed
 * @returns one account for each file that has any
 */
export function joinSegments(
  chunks: readonly (StoreChunk | JoinedChunk)[],
  accounts: readonly FileAccount[]
): FileAccount[] {
  const byFile = new Map<number, FileAccount[]>()
  for (const account of accounts) byFile.set(account.file, [...(byFile.get(account.file) ?? []), account])
  const isDivided = [...byFile.values()].some(({ length }) => length > 1)
  const spans = isDivided
    ? Map.groupBy(chunks.flatMap(linesBySpan), ({ file }) => file)
    : new Map<number, SpanLines[]>()
  for (const [file, fileAccounts] of byFile) {
    if (fileAccounts.length === 1) continue
    fileAccounts.sort((a, b) => a.from - b.from)
    const ofFile = spans.get(file) ?? []
    let lines = 0
    fileAccounts.forEach(({ from, lineEnds }, index) => {
      const to = fileAccounts[index + 1]?.from ?? Number.POSITIVE_INFINITY
      for (const { offset, resourceLines, findingLines } of ofFile) {
        if (offset < from || offset >= to) continue
        move(resourceLines, lines)
        move(findingLines, lines)
      }
      lines += lineEnds
    })
  }
  return Array.from(byFile.values(), (fileAccounts) => fileAccounts.reduce(joined))
}

/** Line numbers of a part of a file. */
interface SpanLines {
  readonly file: number
  readonly offset: number
  readonly resourceLines: Uint32Array
  readonly findingLines: Uint32Array
}

/** The line numbers of a chunk by what it is made of. */
function linesBySpan(chunk: StoreChunk | JoinedChunk): SpanLines[] {
  return chunkSpans(chunk).map(({ file, offset, first, end, firstFinding, endOfFindings }) => ({
    file,
    offset,
    resourceLines: chunk.resources.line.subarray(first, end),
    findingLines: chunk.findings.line.subarray(firstFinding, endOfFindings)
  }))
}

function move(lines: Uint32Array, by: number): void {
  for (let index = 0; index < lines.length; index++) lines[index]! += by
}

function joined(first: FileAccount, second: FileAccount): FileAccount {
  return {
    ...first,
    bytes: first.bytes + second.bytes,
    lineEnds: first.lineEnds + second.lineEnds,
    lines: first.lines + second.lines,
    blank: first.blank + second.blank,
    taken: first.taken + second.taken,
    rejected: first.rejected + second.rejected,
    votes: {
      R4: first.votes.R4 + second.votes.R4,
      R4B: first.votes.R4B + second.votes.R4B,
      R5: first.votes.R5 + second.votes.R5
    }
  }
}

import type { FileAccount, StoreChunk } from '../model/chunk.ts'

/**
 * Puts files together again that were read in stretches: moves the lines of their chunks behind those of the stretches
 * before, and adds up the accounts.
 * @param chunks of all files; the line numbers of their arrays are changed
 * @returns one account for each file that has any
 */
export function joinSegments(chunks: readonly StoreChunk[], accounts: readonly FileAccount[]): FileAccount[] {
  const byFile = new Map<number, FileAccount[]>()
  for (const account of accounts) byFile.set(account.file, [...(byFile.get(account.file) ?? []), account])
  for (const [file, fileAccounts] of byFile) {
    if (fileAccounts.length === 1) continue
    fileAccounts.sort((a, b) => a.from - b.from)
    const ofFile = chunks.filter((chunk) => chunk.file === file)
    let lines = 0
    fileAccounts.forEach(({ from, lineEnds }, index) => {
      const to = fileAccounts[index + 1]?.from ?? Number.POSITIVE_INFINITY
      for (const { offset, resources, findings } of ofFile) {
        if (offset < from || offset >= to) continue
        move(resources.line, lines)
        move(findings.line, lines)
      }
      lines += lineEnds
    })
  }
  return Array.from(byFile.values(), (fileAccounts) => fileAccounts.reduce(joined))
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

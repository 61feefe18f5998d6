import { bulkProtocolMessages as m } from '#messages/bulk/protocol.ts'
import type { LineReport } from './line-scanner.ts'
import type { ManifestFile } from './manifest.ts'
import { issuesOf, type ServerIssue } from './server-message.ts'

/** Fetched again for a wrong count at most so often: some servers count wrong. */
const maxCountTries = 2

/** What a file is worth that arrived whole: `again` says why it is better fetched once more. */
export function checkFile(
  file: ManifestFile,
  report: LineReport,
  countTries: number
): { readonly again: string | undefined; readonly issues: readonly ServerIssue[] } {
  const rejected = Object.values(report.types).reduce((sum, typeCounts) => sum + typeCounts.rejected, 0)
  const got = report.lines - report.headers
  const name = file.type ?? file.kind
  const short =
    (file.count !== undefined && got < file.count) || (file.bytes !== undefined && report.bytes < file.bytes)
  if (!report.endsWhole && report.lines > 0 && countTries < maxCountTries)
    return { again: m.theLastLineIsCut, issues: [] }
  if (short && countTries < maxCountTries) return { again: m.thereAreFewerLinesThanThe, issues: [] }
  const issues: ServerIssue[] = []
  if (!report.endsWhole && report.lines > 0)
    issues.push({
      severity: 'error',
      text: m.aFileOfEndsInThe(name)
    })
  if (short)
    issues.push({
      severity: 'error',
      text: m.aFileOfHoldsResourcesBytes(name, got, report.bytes)
    })
  if (file.count !== undefined && got > file.count)
    issues.push({
      severity: 'warning',
      text: m.aFileOfHoldsResourcesWhere(name, got, file.count)
    })
  if (rejected > 0) issues.push({ severity: 'warning', text: m.linesOfAFileOfAre(rejected, name) })
  return { again: undefined, issues }
}

/** The issues in a file of OperationOutcomes that was stored. */
export async function storedIssues(chunks: AsyncIterable<Uint8Array>): Promise<ServerIssue[]> {
  const pieces: Uint8Array[] = []
  for await (const chunk of chunks) pieces.push(chunk)
  return Buffer.concat(pieces)
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return issuesOf(JSON.parse(line)).map(({ severity, text }) => ({ severity, text }))
      } catch {
        // A blank line, or one that is counted as rejected already.
        return []
      }
    })
}

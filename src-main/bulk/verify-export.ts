import { checkFilters } from './filter-check.ts'
import type { ExportResult } from './export-result.ts'
import type { ExportRun } from './export-run.ts'
import type { CommittedPart } from './export-sink.ts'
import type { StoredFile } from './journal-event.ts'
import { mergePrevious } from './merge.ts'
import { readRemovals } from './removals.ts'
import type { ExportIssue } from './server-message.ts'

/** What will be shown, and what is said about it. */
export interface VerifiedExport {
  readonly parts: readonly CommittedPart[]
  readonly result: ExportResult
}

/** Puts together what arrived: files, removals, issues, and what still holds of the export before. */
export async function verifyExport(run: ExportRun): Promise<VerifiedExport> {
  const { context, request } = run
  const { sink, clock } = context
  const { progress } = context.journal
  const parts: CommittedPart[] = []
  const types: Record<string, { resources: number; rejected: number }> = {}
  const issues: ExportIssue[] = [...progress.issues]
  const removed = new Set<string>()
  let bytes = 0
  for (const [key, { kind, type }] of progress.files) {
    const stored = progress.stored.get(key)
    if (stored === undefined) {
      const text = progress.givenUp.get(key)?.text ?? `A file of ${type ?? kind} could not be fetched.`
      issues.push({ severity: 'error', text })
      continue
    }
    issues.push(...stored.issues)
    bytes += stored.bytes
    if (kind === 'deleted') issues.push(...(await collectRemovals(run, stored.part, removed)))
    if (kind !== 'output') continue
    for (const [name, counts] of Object.entries(stored.types)) {
      const sum = (types[name] ??= { resources: 0, rejected: 0 })
      sum.resources += counts.resources
      sum.rejected += counts.rejected
    }
    parts.push(committedPart(stored, type))
  }
  issues.push(...(await checkFilters(request.typeFilters, parts, sink)))
  const files = parts.length
  // A server that does not take _since sent everything, so nothing of the export before is needed.
  if (run.previous !== undefined && !progress.leftOut.has('_since')) {
    const added = parts.map(({ part }) => part)
    parts.push(...(await mergePrevious({ previous: run.previous, sink, parts: added, removed })))
  }
  for (const type of request.types) types[type] ??= { resources: 0, rejected: 0 }
  const state = issues.some(({ severity }) => severity === 'error') ? 'partial' : 'committed'
  const seconds = Number(((clock.now() - (progress.startedAt ?? clock.now())) / 1000).toFixed(3))
  const { transactionTime } = progress
  return { parts, result: { state, types, files, bytes, deleted: removed.size, issues, transactionTime, seconds } }
}

async function collectRemovals(
  { context: { sink } }: ExportRun,
  part: string,
  removed: Set<string>
): Promise<ExportIssue[]> {
  const { keys, unclear } = readRemovals(await textOf(sink.read(part)))
  for (const key of keys) removed.add(key)
  if (unclear === 0) return []
  return [{ severity: 'warning', text: `${unclear} entries of the list of removed resources are not understood.` }]
}

function committedPart(stored: StoredFile, type: string | undefined): CommittedPart {
  const { part, bytes, storedBytes, sha256 } = stored
  const shown = type !== undefined && /^[A-Za-z]{1,64}$/.test(type) ? type : 'mixed'
  return {
    part,
    name: `${part.replace('file-', '')}.${shown}.ndjson`,
    textBytes: bytes,
    storedBytes,
    sha256,
    types: Object.fromEntries(Object.entries(stored.types).map(([name, { resources }]) => [name, resources]))
  }
}

async function textOf(chunks: AsyncIterable<Uint8Array>): Promise<string> {
  const pieces: Uint8Array[] = []
  for await (const chunk of chunks) pieces.push(chunk)
  return Buffer.concat(pieces).toString('utf8')
}

import { bulkRunMessages as m } from '#messages/bulk/run.ts'
import { completenessSentence, type Completeness } from '#shared/completeness.ts'
import { uncoveredTypes } from '../../auth/scopes.ts'
import { checkFilters } from '../sink/filter-check.ts'
import type { ExportResult } from '../sink/export-result.ts'
import type { RunningExport } from './running-export.ts'
import type { CommittedPart } from '../sink/export-sink.ts'
import type { ExportProgress } from '../journal/export-progress.ts'
import type { StoredFile } from '../journal/journal-event.ts'
import { measureCompleteness } from '../journal/measure-completeness.ts'
import { countPeople, mergePrevious } from '../sink/merge.ts'
import { readRemovals } from '../protocol/removals.ts'
import type { ServerIssue } from '../protocol/server-message.ts'

/** What will be shown, and what is said about it. */
export interface VerifiedExport {
  readonly parts: readonly CommittedPart[]
  readonly result: ExportResult
}

/** Puts together what arrived: files, removals, issues, and what still holds of the export before. */
export async function verifyExport(run: RunningExport): Promise<VerifiedExport> {
  const { context, request } = run
  const { sink, clock } = context
  const { progress } = context.journal
  const parts: CommittedPart[] = []
  const types: Record<string, { resources: number; rejected: number }> = {}
  const issues: ServerIssue[] = [...progress.issues]
  const removed = new Set<string>()
  let bytes = 0
  for (const [key, { kind, type }] of progress.files) {
    const stored = progress.stored.get(key)
    if (progress.held.has(key)) continue
    if (stored === undefined) {
      const text = progress.givenUp.get(key)?.text ?? m.aFileOfCouldNotBeFetched(type ?? kind)
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
  const filterIssues = await checkFilters(request.typeFilters, parts, sink)
  issues.push(...filterIssues)
  const files = parts.length
  const hasNothingNew = removed.size === 0 && Object.values(types).every((item) => item.resources + item.rejected === 0)
  const { repair } = progress
  // A server that does not take _since sent everything, so nothing of the export before is needed.
  const { previous } = run
  const merges = previous !== undefined && (repair !== undefined || !progress.leftOut.has('_since'))
  const isWhole = issues.every(({ severity }) => severity !== 'error')
  const unchanged = merges && run.reusesPrevious && repair === undefined && hasNothingNew && isWhole
  for (const type of request.types) types[type] ??= { resources: 0, rejected: 0 }
  const notPermitted = uncoveredTypes(request.types, run.tokens.granted())
  if (merges && !unchanged) {
    const added = parts.map(({ part }) => part)
    const addedCompleteness = measureCompleteness({
      progress,
      notPermitted,
      types,
      counts: countsOf(parts),
      before: undefined
    })
    // An error that belongs to no file may concern any type.
    const isClear = [...progress.issues, ...filterIssues].every(({ severity }) => severity !== 'error')
    const replacedTypes = isClear ? wholeTypes(progress, addedCompleteness) : new Set<string>()
    const previousParts = await mergePrevious({ previous, sink, parts: added, removed, replacedTypes })
    // What is new is behind what was there, by name as well.
    parts.splice(0, parts.length, ...previousParts, ...parts.map((part) => ({ ...part, name: `new-${part.name}` })))
  }
  const counts = countsOf(parts)
  const completeness: Completeness = unchanged
    ? { state: 'complete', missing: [], absent: [], rejected: 0 }
    : withIssues(measureCompleteness({ progress, notPermitted, types, counts, before: run.before }), isWhole)
  const sentence = completenessSentence(completeness)
  const { state } = completeness
  if (sentence !== undefined && state !== 'partial')
    issues.push({ severity: state === 'empty' ? 'error' : 'warning', text: sentence })
  const seconds = Number(((clock.now() - (progress.startedAt ?? clock.now())) / 1000).toFixed(3))
  const result: ExportResult = {
    state: isWhole && (state === 'complete' || state === 'smaller') ? 'committed' : 'partial',
    outcome: unchanged ? 'unchanged' : Object.values(counts).some((count) => count > 0) ? 'snapshot' : 'nothing',
    types: repair === undefined ? types : totalsOf(counts, types),
    people: await countPeople(parts, sink),
    files,
    bytes,
    deleted: removed.size,
    issues,
    transactionTime: repair === undefined ? progress.transactionTime : repair.transactionTime,
    seconds,
    completeness
  }
  return { parts, result }
}

/**
 * Types that a repair fetched again as a whole, so that nothing of them stays from before. Of a type of which something is
 * missing again, what had arrived stays next to what arrived now; that holds for all of them where the type is not known.
 */
function wholeTypes({ repair }: ExportProgress, { missing }: Completeness): Set<string> {
  if (repair?.fresh !== true) return new Set()
  const lacking = new Set(missing.map(({ type }) => type))
  return new Set(lacking.has(undefined) ? [] : repair.types.filter((type) => !lacking.has(type)))
}

/** What a repaired export holds of each type, also of what it did not fetch, and the lines that were rejected now. */
function totalsOf(counts: Readonly<Record<string, number>>, types: ExportResult['types']): ExportResult['types'] {
  const names = [...new Set([...Object.keys(types), ...Object.keys(counts)])]
  return Object.fromEntries(
    names.map((name) => [name, { resources: counts[name] ?? 0, rejected: types[name]?.rejected ?? 0 }])
  )
}

/** An error that belongs to no file makes the data incomplete as well. */
function withIssues(measured: Completeness, isWhole: boolean): Completeness {
  if (isWhole || measured.state === 'partial' || measured.state === 'empty') return measured
  const missing = [...measured.missing, { files: 0, listed: 0, reason: 'reported' as const }]
  return { ...measured, state: 'partial', missing }
}

/** Resources by type in files that will be shown. */
function countsOf(parts: readonly CommittedPart[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { types } of parts)
    for (const [type, count] of Object.entries(types)) counts[type] = (counts[type] ?? 0) + count
  return counts
}

async function collectRemovals(
  { context: { sink } }: RunningExport,
  part: string,
  removed: Set<string>
): Promise<ServerIssue[]> {
  const { keys, unclear } = readRemovals(await textOf(sink.read(part)))
  for (const key of keys) removed.add(key)
  if (unclear === 0) return []
  return [{ severity: 'warning', text: m.entriesOfTheListOfRemoved(unclear) }]
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

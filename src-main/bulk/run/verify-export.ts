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
import { countPeople, mergePrevious, type PreviousExport } from '../sink/merge.ts'
import { readRemovals } from '../protocol/removals.ts'
import type { ServerIssue } from '../protocol/server-message.ts'

/** What will be shown, and what is said about it. */
export interface VerifiedExport {
  readonly parts: readonly CommittedPart[]
  readonly result: ExportResult
}

/** What arrived, before it is put next to the export before. */
interface ArrivedData {
  readonly parts: readonly CommittedPart[]
  /** Lines by resource type, also those of types that were asked for and did not come. */
  readonly types: ExportResult['types']
  readonly issues: readonly ServerIssue[]
  /** Those of `issues` that filters of types are about. */
  readonly filterIssues: readonly ServerIssue[]
  /** Keys of the resources that the server removed. */
  readonly removed: ReadonlySet<string>
  /** Bytes of text. */
  readonly bytes: number
}

/** Puts together what arrived: files, removals, issues, and what still holds of the export before. */
export async function verifyExport(run: RunningExport): Promise<VerifiedExport> {
  const { context, request, previous } = run
  const { progress } = context.journal
  const { repair } = progress
  const arrived = await collectFiles(run)
  const { types } = arrived
  const isWhole = hasNoError(arrived.issues)
  // A server that does not take _since sent everything, so nothing of the export before is needed.
  const merges = previous !== undefined && (repair !== undefined || !progress.leftOut.has('_since'))
  const unchanged = merges && run.reusesPrevious && repair === undefined && isWhole && hasNothing(arrived)
  const notPermitted = uncoveredTypes(request.types, run.tokens.granted())
  const parts = merges && !unchanged ? await mergedParts(run, previous, arrived, notPermitted) : arrived.parts
  const counts = countsOf(parts)
  const completeness: Completeness = unchanged
    ? { state: 'complete', missing: [], absent: [], rejected: 0 }
    : withIssues(measureCompleteness({ progress, notPermitted, types, counts, before: run.before }), isWhole)
  const { state } = completeness
  const now = context.clock.now()
  const result: ExportResult = {
    state: isWhole && (state === 'complete' || state === 'smaller') ? 'committed' : 'partial',
    outcome: unchanged ? 'unchanged' : Object.values(counts).some((count) => count > 0) ? 'snapshot' : 'nothing',
    types: repair === undefined ? types : totalsOf(counts, types),
    people: await countPeople(parts, context.sink),
    files: arrived.parts.length,
    bytes: arrived.bytes,
    deleted: arrived.removed.size,
    issues: [...arrived.issues, ...issuesOf(completeness)],
    transactionTime: repair === undefined ? progress.transactionTime : repair.transactionTime,
    seconds: Number(((now - (progress.startedAt ?? now)) / 1000).toFixed(3)),
    completeness
  }
  return { parts, result }
}

/** The files that arrived, and what could not be fetched as issues. */
async function collectFiles(run: RunningExport): Promise<ArrivedData> {
  const { context, request } = run
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
  const filterIssues = await checkFilters(request.typeFilters, parts, context.sink)
  for (const type of request.types) types[type] ??= { resources: 0, rejected: 0 }
  return { parts, types, issues: [...issues, ...filterIssues], filterIssues, removed, bytes }
}

function hasNoError(issues: readonly ServerIssue[]): boolean {
  return issues.every(({ severity }) => severity !== 'error')
}

function hasNothing({ types, removed }: ArrivedData): boolean {
  return removed.size === 0 && Object.values(types).every((item) => item.resources + item.rejected === 0)
}

/** What still holds of the export before, and what arrived behind it, by name as well. */
async function mergedParts(
  { context }: RunningExport,
  previous: PreviousExport,
  { parts, types, filterIssues, removed }: ArrivedData,
  notPermitted: readonly string[]
): Promise<readonly CommittedPart[]> {
  const { progress } = context.journal
  const completeness = measureCompleteness({
    progress,
    notPermitted,
    types,
    counts: countsOf(parts),
    before: undefined
  })
  // An error that belongs to no file may concern any type.
  const replacedTypes = hasNoError([...progress.issues, ...filterIssues])
    ? wholeTypes(progress, completeness)
    : new Set<string>()
  const previousParts = await mergePrevious({
    previous,
    sink: context.sink,
    parts: parts.map(({ part }) => part),
    removed,
    replacedTypes
  })
  return [...previousParts, ...parts.map((part) => ({ ...part, name: `new-${part.name}` }))]
}

/** What is to be said of data that are whole as far as files tell, and lack something all the same. */
function issuesOf(completeness: Completeness): ServerIssue[] {
  const sentence = completenessSentence(completeness)
  const { state } = completeness
  if (sentence === undefined || state === 'partial') return []
  return [{ severity: state === 'empty' ? 'error' : 'warning', text: sentence }]
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

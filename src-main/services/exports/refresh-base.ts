import type { FullReason } from '#shared/export-run.ts'
import { isComplete } from '#shared/completeness.ts'
import type { ExportRequest } from '../../bulk/protocol/export-request.ts'
import type { ExportRecord } from './export-record.ts'
import { requestDifferences } from './same-request.ts'

/** An export of the history with what it asked for; `undefined` when its journal cannot be read. */
export interface EarlierExport {
  readonly file: ExportRecord
  request(): Promise<ExportRequest | undefined>
}

/** What a refresh builds on, or why everything is fetched. */
export type RefreshBase =
  | { readonly snapshot: string; readonly since: string }
  | { readonly because: readonly FullReason[] }

/**
 * The newest complete export, as long as its snapshot is there and it asked for the same. An incomplete, empty or much
 * smaller one is never built on.
 * @param earlier newest first
 * @param saved ids of the snapshots that are there
 */
export async function refreshBase(
  earlier: readonly EarlierExport[],
  wanted: ExportRequest,
  saved: ReadonlySet<string>
): Promise<RefreshBase> {
  const ended = earlier.filter(({ file }) => file.ended?.state === 'committed' || file.ended?.state === 'partial')
  const base = ended.find(({ file }) => snapshotOf(file) !== undefined && isSound(file))
  if (base === undefined) return { because: ended.length === 0 ? ['first'] : ['incomplete'] }
  const snapshot = snapshotOf(base.file)
  const since = base.file.ended?.transactionTime
  if (snapshot === undefined || !saved.has(snapshot)) return { because: ['gone'] }
  if (since === undefined) return { because: ['no-time'] }
  const asked = await base.request()
  if (asked === undefined) return { because: ['unknown'] }
  const because = requestDifferences(asked, wanted)
  // A full export of changes only, as a command may ask for one, holds less than everything.
  const partOnly = base.file.kind === 'full' && asked.since !== asked.earliest
  // Nothing is new within a period that had ended.
  const isOver = wanted.until !== undefined && Date.parse(since) >= Date.parse(wanted.until)
  const reasons = new Set([
    ...because,
    ...(partOnly ? (['since'] as const) : []),
    ...(isOver ? (['until'] as const) : [])
  ])
  return reasons.size > 0 ? { because: [...reasons] } : { snapshot, since }
}

/** The newest snapshot of the same request to compare a new export with; smaller ones count, too. */
export async function comparedSnapshot(
  earlier: readonly EarlierExport[],
  wanted: ExportRequest,
  saved: ReadonlySet<string>
): Promise<string | undefined> {
  for (const candidate of earlier) {
    const { file } = candidate
    const state = file.ended?.completeness?.state
    const snapshot = snapshotOf(file)
    if (file.ended?.state !== 'committed' || state === 'partial' || state === 'empty') continue
    if (snapshot === undefined || !saved.has(snapshot)) continue
    const asked = await candidate.request()
    return asked !== undefined && requestDifferences(asked, wanted).length === 0 ? snapshot : undefined
  }
  return undefined
}

/** The snapshot with the data of an export: its own, or that of the one before when nothing had changed. */
function snapshotOf({ snapshot, previous, ended }: ExportRecord): string | undefined {
  if (ended?.unchanged === true) return previous
  return ended?.shown === true ? snapshot : undefined
}

function isSound({ ended }: ExportRecord): boolean {
  return ended?.state === 'committed' && isComplete(ended.completeness?.state)
}

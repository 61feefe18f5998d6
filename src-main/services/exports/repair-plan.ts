import { servicesExportsMessages as m } from '#messages/services/exports.ts'
import { AppError } from '#shared/app-error.ts'
import type { Completeness } from '#shared/completeness.ts'
import type { ExportRequest } from '../../bulk/protocol/export-request.ts'
import { planRepair, type Repair } from '../../bulk/journal/repair.ts'
import type { LogPort } from '../../ports/host.ts'
import { exportProgress, type Entry } from './queue-entry.ts'
import type { ExportRecord } from './export-record.ts'

/** Whether it is known of which types something is missing. */
export function mayRepair({ state, missing }: Completeness): boolean {
  const lost = missing.filter(({ reason }) => reason !== 'not-permitted')
  return state === 'partial' && lost.length > 0 && lost.every(({ type }) => type !== undefined)
}

/** Whether the missing files of an export can be fetched without fetching again what it stored. */
export function canFetchMissing({ ended }: ExportRecord): boolean {
  return ended?.state === 'partial' && ended.shown && ended.completeness !== undefined && mayRepair(ended.completeness)
}

/**
 * What an export that fetches missing files starts from, and what it asks for.
 * @param others exports of the same connection
 * @throws AppError `not-found` when what is known of the incomplete export is not enough
 */
export async function repairOf(
  id: string,
  others: readonly Entry[],
  log: LogPort
): Promise<{ readonly repair: Repair; readonly request: ExportRequest }> {
  const entry = others.find(({ file }) => file.id === id)
  const progress = entry === undefined ? undefined : await exportProgress(entry, log)
  const missing = entry?.file.ended?.completeness?.missing.filter(({ reason }) => reason !== 'not-permitted') ?? []
  const repair =
    progress &&
    planRepair(
      progress,
      missing.map(({ type }) => type)
    )
  if (repair === undefined || progress?.request === undefined) throw new AppError('not-found', m.itIsNotKnownAnyMore)
  return { repair, request: progress.request }
}

import type { ExportRequest } from '../../bulk/protocol/export-request.ts'
import type { FullReason } from '#shared/export-run.ts'

type Aspect = readonly [reason: FullReason, read: (request: ExportRequest) => unknown]

const sorted = (list: readonly string[]): readonly string[] => [...list].sort()

const aspects: readonly Aspect[] = [
  ['address', ({ base }) => base.replace(/\/+$/, '')],
  ['level', ({ level }) => level],
  ['group', ({ group }) => group],
  ['types', ({ types }) => sorted(types)],
  ['filters', ({ typeFilters, elements, until }) => [sorted(typeFilters), sorted(elements), until]],
  ['since', ({ earliest }) => earliest],
  ['associated', ({ associated, patients }) => [sorted(associated), sorted(patients)]]
]

/**
 * In what two requests differ that decides which data come; the time since which is the business of the one who builds on
 * the other.
 */
export function requestDifferences(before: ExportRequest, now: ExportRequest): FullReason[] {
  return aspects
    .filter(([, read]) => JSON.stringify(read(before) ?? null) !== JSON.stringify(read(now) ?? null))
    .map(([reason]) => reason)
}

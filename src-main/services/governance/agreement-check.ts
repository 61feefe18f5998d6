import { AppError } from '#shared/app-error.ts'
import type { DataUseAgreement, AgreementScope } from '#shared/governance/agreement.ts'

/** Data that something is exported from. */
export interface GovernedData {
  readonly snapshot: string
  readonly connection: string | undefined
}

/** @returns the agreements that bind data of these snapshots */
export function agreementsOn(
  agreements: readonly DataUseAgreement[],
  data: readonly GovernedData[]
): DataUseAgreement[] {
  const binds = (scope: AgreementScope): boolean =>
    scope.data === 'all' ||
    data.some(({ snapshot, connection }) => scope.id === (scope.data === 'snapshot' ? snapshot : connection))
  return agreements.filter(({ endedAt, scope }) => endedAt === undefined && binds(scope))
}

/**
 * Refuses an export that an agreement does not allow: after its last day, or while counts below its minimum cell size are
 * not suppressed.
 * @param smallCellLimit counts of 1 to this many people are suppressed in what leaves
 * @throws AppError `not-allowed`
 */
export function refuseUnderAgreements(bound: readonly DataUseAgreement[], smallCellLimit: number, now: number): void {
  const today = new Date(now).toISOString().slice(0, 10)
  for (const { title, expires, minCellSize } of bound) {
    if (expires < today)
      throw new AppError(
        'not-allowed',
        `The data-use agreement "${title}" ended on ${expires}. Nothing left. Renew the agreement, or end it under Audit log, Agreements.`
      )
    if (minCellSize > 0 && smallCellLimit < minCellSize - 1)
      throw new AppError(
        'not-allowed',
        `The data-use agreement "${title}" asks that counts below ${minCellSize} are suppressed, and counts up to ${smallCellLimit} are now. Nothing left. Suppress counts up to ${minCellSize - 1} or more, and try again.`
      )
  }
}

import { servicesGovernanceMessages as m } from '#messages/services/governance.ts'
import { AppError } from '#shared/app-error.ts'
import type { DataUseAgreement, AgreementScope } from '#shared/governance/agreement.ts'

/** Data that something is exported from. */
export interface GovernedData {
  readonly snapshot: string
  readonly connection: string | undefined
}

/** Whether an agreement is on a snapshot, or on one that this snapshot was made from. */
export function isOnSnapshot(scope: AgreementScope, snapshot: string): boolean {
  return scope.data === 'snapshot' && (scope.id === snapshot || scope.also?.includes(snapshot) === true)
}

/** @returns the agreements that bind data of these snapshots */
export function agreementsOn(
  agreements: readonly DataUseAgreement[],
  data: readonly GovernedData[]
): DataUseAgreement[] {
  const binds = (scope: AgreementScope): boolean =>
    scope.data === 'all' ||
    data.some(({ snapshot, connection }) =>
      scope.data === 'snapshot' ? isOnSnapshot(scope, snapshot) : scope.id === connection
    )
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
    if (expires < today) throw new AppError('not-allowed', m.theDataUseAgreementEndedOn(title, expires))
    if (minCellSize > 0 && smallCellLimit < minCellSize - 1)
      throw new AppError(
        'not-allowed',
        m.theDataUseAgreementAsksThat(title, minCellSize, smallCellLimit, minCellSize - 1)
      )
  }
}

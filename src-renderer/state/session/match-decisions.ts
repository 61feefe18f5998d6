import { stateSessionMessages as m } from '#messages/state/session.ts'
import type { MatchDecision } from '#engine/matching/results/match-result.ts'
import { AppError } from '#shared/app-error.ts'
import type { Transport } from '#shared/contract/contract.ts'
import { decisionsIn } from '#shared/contract/matching.ts'

/**
 * What users decided about which records are of one person.
 * @throws AppError `not-allowed` while that cannot be known; people are not joined then
 */
export async function matchDecisions(transport: Transport): Promise<readonly MatchDecision[]> {
  const { state, entries } = await transport.call('matching.journal', undefined)
  if (state === 'none' || state === 'open') return decisionsIn(entries)
  throw new AppError(
    'not-allowed',
    state === 'locked' ? m.whatWasDecidedAboutWhichRecords : m.theDecisionsAboutWhichRecordsAre
  )
}

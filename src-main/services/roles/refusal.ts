import { andList } from '#shared/messages/list-text.ts'
import { servicesRolesMessages as m } from '#messages/services/roles.ts'
import { AppError } from '#shared/app-error.ts'
import type { MethodName } from '#shared/contract/contract.ts'
import type { TicketKind } from '#shared/rights/ticket-rights.ts'
import { missingRight, rightNames, rightsOf, type Need, type Right } from '#shared/rights/right.ts'
import { roleTitles, type RoleState } from '#shared/roles/role.ts'
import type { AuditFacts } from '../../ports/host.ts'

/** Why something is refused. */
export interface Refusal {
  readonly error: AppError
  /** For the audit log. */
  readonly facts: AuditFacts
}

/**
 * Checks what a call, a ticket or a command needs against what the user may do.
 * @param refused its name, for the audit log
 * @returns why it is refused; `undefined` when it is not
 */
export function refusalOf(refused: string, needs: readonly Need[], state: RoleState): Refusal | undefined {
  const rights = rightsOf(state)
  if (state.scopes !== undefined && aboutEverybody.has(refused))
    return { error: scopeError(refused), facts: { refused, missing: m.peopleOutOfScope, state: state.state } }
  const missing = needs.map((need) => missingRight(need, rights)).find((right) => right !== undefined)
  if (missing === undefined) return undefined
  return {
    error: new AppError(
      'not-allowed',
      sentenceOf(missing, state),
      state.state === 'locked' ? { reason: 'locked' } : {}
    ),
    facts: { refused, missing, state: state.state }
  }
}

function sentenceOf(missing: Right, { state, roles, problem }: RoleState): string {
  if (state === 'locked') return m.yourRoleIsKnownWhenThe
  if (state === 'refused') return problem ?? m.thisAccountHasNoRole
  const right = rightNames[missing]
  const [first = '', ...others] = roles.map((role) => roleTitles[role])
  if (others.length === 0) return m.yourRoleDoesNotIncludeAsk(first, right)
  const list = andList([first, ...others])
  return m.yourRolesDoNotIncludeAsk(list, right)
}

const resultsSentence = m.storedResultsAreAboutEverybodyAnd

/** What is about everybody of the data, so that nobody gets or changes it whose role shows some of the people only; and why. */
const aboutEverybody: ReadonlyMap<string, string> = new Map<MethodName | `ticket ${TicketKind}`, string>([
  ['measures.results', resultsSentence],
  ['measures.keepResults', resultsSentence],
  ['ticket measure-results', resultsSentence],
  ['ticket measure-results-anew', resultsSentence],
  ['ticket snapshot-columns-anew', m.theColumnsOfSavedDataAre],
  ['shards.save', m.theColumnsOfSavedDataAre],
  ['governance.frozen', m.signedResultsAreAboutEverybody],
  ['governance.signOff', m.signedResultsAreAboutEverybody],
  ['matching.decide', m.whichRecordsAreOfOnePerson],
  ['worklist.carryOn', m.theWorklistOfOtherDataIs]
])

function scopeError(refused: string): AppError {
  return new AppError('not-allowed', aboutEverybody.get(refused) ?? resultsSentence)
}

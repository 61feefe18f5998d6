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
    return { error: scopeError(refused), facts: { refused, missing: 'people out of scope', state: state.state } }
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
  if (state === 'locked') return 'Your role is known when the data are unlocked. Unlock with the passphrase first.'
  if (state === 'refused') return problem ?? 'This account has no role.'
  const names = roles.map((role) => roleTitles[role])
  const subject = names.length === 1 ? `Your role, ${names[0]}, does` : `Your roles, ${names.join(' and ')}, do`
  return `${subject} not include ${rightNames[missing]}. Ask an admin of Populus if you need it.`
}

const resultsSentence =
  'Stored results are about everybody, and your role shows some of the people only. They are calculated anew for these people.'

/** What is about everybody of the data, so that nobody gets or changes it whose role shows some of the people only; and why. */
const aboutEverybody: ReadonlyMap<string, string> = new Map<MethodName | `ticket ${TicketKind}`, string>([
  ['measures.results', resultsSentence],
  ['measures.keepResults', resultsSentence],
  ['ticket measure-results', resultsSentence],
  ['ticket measure-results-anew', resultsSentence],
  [
    'ticket snapshot-columns-anew',
    'The columns of saved data are about everybody, and your role shows some of the people only. The saved data are unchanged.'
  ],
  [
    'worklist.carryOn',
    'The worklist of other data is about everybody, and your role shows some of the people only. Have somebody carry it on whose role shows all of them.'
  ]
])

function scopeError(refused: string): AppError {
  return new AppError('not-allowed', aboutEverybody.get(refused) ?? resultsSentence)
}

import { AppError } from '#shared/app-error.ts'
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

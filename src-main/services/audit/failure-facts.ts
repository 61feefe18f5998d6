import { toWireError } from '#shared/app-error.ts'
import type { CallPurpose } from '#shared/governance/outbound-calls.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { AuditFacts } from '../../ports/host.ts'

/**
 * What the audit log says about something that failed: the code of the error, and the policy that did not allow it, with the
 * host that was not to be asked.
 */
export function failureFacts(error: unknown): AuditFacts {
  const { code } = toWireError(error)
  if (!(error instanceof PolicyRefusal)) return { code }
  const { policy, server } = error
  return server === undefined
    ? { code, policy }
    : { code, policy, server, purpose: 'server-check' satisfies CallPurpose }
}

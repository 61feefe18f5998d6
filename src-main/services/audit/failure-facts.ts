import { toWireError } from '#shared/app-error.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { AuditFacts } from '../../ports/host.ts'

/** What the audit log says about something that failed: the code of the error, and the policy that did not allow it. */
export function failureFacts(error: unknown): AuditFacts {
  const { code } = toWireError(error)
  return error instanceof PolicyRefusal ? { code, policy: error.policy } : { code }
}

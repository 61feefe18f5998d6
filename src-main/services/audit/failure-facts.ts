import { AppError, toWireError } from '#shared/app-error.ts'
import { definedFacts } from '#shared/contract/audit-facts.ts'
import type { CallPurpose } from '#shared/governance/outbound-calls.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import type { AuditFacts } from '../../ports/host.ts'

/** Something that failed or was ended when part of it was done, which the audit log says next to the failure. */
export class PartlyDone extends AppError {
  /** How much was done. */
  readonly done: AuditFacts

  /** @param message what is done, what is left, and how to go on */
  constructor(done: AuditFacts, message: string, why: AppError) {
    const { code, reason, retryable } = why
    super(code, message, { cause: why, retryable, ...(reason === undefined ? {} : { reason }) })
    this.done = done
  }
}

/**
 * What the audit log says about something that failed: the code of the error, how much was done, the SHA-256 of the file that
 * was refused, and the policy that did not allow it, with the host that was not to be asked.
 */
export function failureFacts(error: unknown): AuditFacts {
  const { code } = toWireError(error)
  if (error instanceof PartlyDone) return { code, ...error.done }
  const sha256 = error instanceof AppError ? error.sha256 : undefined
  if (!(error instanceof PolicyRefusal)) return definedFacts({ code, sha256 })
  const { policy, server } = error
  const purpose = server === undefined ? undefined : ('server-check' satisfies CallPurpose)
  return definedFacts({ code, sha256, policy, server, purpose })
}

import { servicesMessages as m } from '#messages/services.ts'
import { AppError } from '#shared/app-error.ts'
import type { AuditEntry, AuditFacts, AuditPort } from '../../ports/host.ts'
import { failureFacts } from './failure-facts.ts'

/** What is about to be done. */
export type IntendedAction = Pick<AuditEntry, 'action' | 'facts'>

/**
 * Does something that has an effect: announces it in the audit log, does it, and records the outcome. When it cannot be
 * announced, it is not done.
 *
 * @param describe facts of the outcome; those of the announcement when absent
 * @throws AppError `not-allowed` when it could not be announced, `internal` when it was done and the outcome could not be
 * recorded; else what the effect throws
 */
export async function recordEffect<T>(
  audit: AuditPort,
  { action, facts }: IntendedAction,
  effect: () => Promise<T>,
  describe: (value: T) => AuditFacts | Promise<AuditFacts> = () => facts
): Promise<T> {
  const intent = await audit.record({ action, outcome: 'intent', facts })
  let value: T
  try {
    value = await effect()
  } catch (error) {
    await recordFailure(audit, action, intent, error)
    throw error
  }
  try {
    await audit.record({ action, outcome: 'success', intent, facts: await describe(value) })
  } catch (cause) {
    throw new AppError('internal', m.thisWasDoneButItsOutcome, { cause })
  }
  return value
}

/** What failed is reported as such, whether or not that can be recorded: its announcement stands in the log. */
async function recordFailure(
  audit: AuditPort,
  action: AuditEntry['action'],
  intent: number,
  error: unknown
): Promise<void> {
  try {
    await audit.record({ action, outcome: 'failure', intent, facts: failureFacts(error) })
  } catch {
    // The log of the program says that it could not be written.
  }
}

import { apiMessages as m } from '#messages/api.ts'
import * as v from 'valibot'
import { AppError, toWireError } from '#shared/app-error.ts'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import { methods, needsOf, type Caller, type Handlers, type MethodName, type Reply } from '#shared/contract/contract.ts'
import { asDiskError } from '../storage/files/space-error.ts'
import { errorFacts } from '../log/error-facts.ts'
import { failureFacts } from '../services/audit/failure-facts.ts'
import { recordEffect } from '../services/audit/record-effect.ts'
import { announcedFacts, auditAction, auditFacts, recordsFailure } from './audit-facts.ts'
import { refusalOf } from '../services/roles/refusal.ts'
import { inputProblem } from './input-problem.ts'
import type { AuditFacts, AuditPort, ClockPort, LogPort } from '../ports/host.ts'
import type { AccessPort } from '../ports/roles.ts'
import { createStreamGroups } from './stream-groups.ts'

/** Answers one call of the page. Never rejects: whatever goes wrong becomes a reply. */
export type Dispatch = (name: string, input: unknown, caller: Caller) => Promise<Reply>

/** Dependencies of {@link createDispatch}. */
export interface DispatchDependencies {
  readonly handlers: Handlers
  readonly audit: AuditPort
  readonly access: AccessPort
  readonly clock: ClockPort
  readonly log: LogPort
}

/**
 * The one gate of the control plane: known name, checked input, a role that includes it, record of what is about to happen, handler, checked output,
 * record of what happened, reply, in this order. What cannot be announced is not done; what cannot be recorded is not
 * answered: no record, no data.
 */
export function createDispatch({ handlers, audit, access, clock, log }: DispatchDependencies): Dispatch {
  const inGroups = createStreamGroups(clock)

  async function handle(name: MethodName, input: unknown, caller: Caller): Promise<unknown> {
    // The compiler cannot see that the handler and the schema belong to the same name; the type of `handlers` says so.
    const handler = handlers[name] as (input: unknown, caller: Caller) => Promise<unknown>
    const output = v.safeParse(methods[name].output, await handler(input, caller))
    if (!output.success) throw new TypeError(`the handler of ${name} broke its contract`)
    return output.output
  }

  async function read(name: MethodName, input: unknown, caller: Caller): Promise<unknown> {
    const output = await handle(name, input, caller)
    const action = auditAction(name)
    const facts = await readFacts(name, input, output)
    if (action !== undefined && facts !== undefined) await audit.record({ action, outcome: 'success', facts })
    return output
  }

  async function readFacts(name: MethodName, input: unknown, output: unknown): Promise<AuditFacts | undefined> {
    const facts = auditFacts(name, input, output)
    if (facts === undefined) return undefined
    if (name === 'imports.stream') return inGroups(facts)
    const { person } = (input ?? {}) as { readonly person?: string }
    const pseudonym = person === undefined ? undefined : await audit.pseudonym(person)
    return pseudonym === undefined ? facts : { ...facts, person: pseudonym }
  }

  async function recordFailure(name: MethodName, raw: unknown, error: unknown): Promise<void> {
    const methodAction = auditAction(name)
    const isRecorded = methodAction !== undefined && recordsFailure(name, raw)
    if (!isRecorded && !(error instanceof PolicyRefusal)) return
    const action = isRecorded ? methodAction : 'policy.refused'
    const facts = isRecorded ? failureFacts(error) : { ...failureFacts(error), call: name }
    try {
      await audit.record({ action, outcome: 'failure', facts })
    } catch (cause) {
      log.write('error', 'audit.unwritable', errorFacts(cause))
    }
  }

  /** @throws AppError `not-allowed` when the user's role does not include it; the refusal is recorded first */
  async function requireRight(name: MethodName, input: unknown): Promise<void> {
    // Input was checked against the schema of this name.
    const needs = needsOf(name, input as never)
    if (needs.every((need) => need === 'anyone')) return
    const refusal = refusalOf(name, needs, await access.current())
    if (refusal === undefined) return
    await audit.record({ action: 'access.refused', outcome: 'failure', facts: refusal.facts })
    throw refusal.error
  }

  function failed(name: MethodName, error: unknown): Reply {
    const wire = toWireError(asDiskError(error))
    log.write(wire.code === 'internal' ? 'error' : 'warn', 'call.failed', { method: name, ...errorFacts(error) })
    return { ok: false, error: wire }
  }

  return async (name, raw, caller) => {
    if (!isMethodName(name)) {
      log.write('warn', 'call.unknown')
      return { ok: false, error: toWireError(new AppError('not-found', m.thisVersionOfPopulusHasNo)) }
    }
    const input = v.safeParse(methods[name].input, raw)
    const action = auditAction(name)
    const announced = input.success ? announcedFacts(name, input.output) : undefined
    try {
      if (input.success) await requireRight(name, input.output)
    } catch (error) {
      return failed(name, error)
    }
    try {
      if (!input.success) throw inputProblem(methods[name].input, input.issues, name)
      if (action === undefined || announced === undefined)
        return { ok: true, value: await read(name, input.output, caller) }
    } catch (error) {
      const reply = failed(name, error)
      await recordFailure(name, raw, error)
      return reply
    }
    try {
      const value = await recordEffect(
        audit,
        { action, facts: announced },
        () => handle(name, input.output, caller),
        (output) => auditFacts(name, input.output, output) ?? announced
      )
      return { ok: true, value }
    } catch (error) {
      return failed(name, error)
    }
  }
}

/** Own names only: `constructor` and the like are no methods. */
function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name)
}

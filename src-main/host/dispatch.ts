import * as v from 'valibot'
import { AppError, toWireError } from '#shared/app-error.ts'
import { methods, type Caller, type Handlers, type MethodName, type Reply } from '#shared/contract.ts'
import { asDiskError } from '../storage/space-error.ts'
import { errorFacts } from '../log/error-facts.ts'
import { auditFacts } from './audit-facts.ts'
import { inputProblem } from './input-problem.ts'
import type { AuditPort, LogPort } from './ports.ts'

/** Answers one call of the page. Never rejects: whatever goes wrong becomes a reply. */
export type Dispatch = (name: string, input: unknown, caller: Caller) => Promise<Reply>

/** What {@link createDispatch} stands on. */
export interface DispatchParts {
  readonly handlers: Handlers
  readonly audit: AuditPort
  readonly log: LogPort
}

/**
 * The one gate of the control plane: known name, checked input, handler, checked output, audit record, reply, in this order.
 * An action that cannot be recorded is not answered: no record, no data.
 */
export function createDispatch({ handlers, audit, log }: DispatchParts): Dispatch {
  async function answer(name: MethodName, raw: unknown, caller: Caller): Promise<unknown> {
    const method = methods[name]
    const input = v.safeParse(method.input, raw)
    if (!input.success) throw inputProblem(method.input, input.issues, name)
    // The compiler cannot see that the handler and the schema belong to the same name; the type of `handlers` says so.
    const handle = handlers[name] as (input: unknown, caller: Caller) => Promise<unknown>
    const output = v.safeParse(method.output, await handle(input.output, caller))
    if (!output.success) throw new TypeError(`the handler of ${name} broke its contract`)
    const facts = auditFacts(name, input.output, output.output)
    if (method.audit !== undefined && facts !== undefined) {
      await audit.record({ action: method.audit, outcome: 'success', facts })
    }
    return output.output
  }

  async function fail(name: MethodName, error: unknown): Promise<Reply> {
    const wire = toWireError(asDiskError(error))
    log.write(wire.code === 'internal' ? 'error' : 'warn', 'call.failed', { method: name, ...errorFacts(error) })
    const { audit: action } = methods[name]
    if (action !== undefined) {
      try {
        await audit.record({ action, outcome: 'failure', facts: { code: wire.code } })
      } catch (cause) {
        log.write('error', 'audit.unwritable', errorFacts(cause))
      }
    }
    return { ok: false, error: wire }
  }

  return async (name, input, caller) => {
    if (!isMethodName(name)) {
      log.write('warn', 'call.unknown')
      return { ok: false, error: toWireError(new AppError('not-found', 'This version of Populus has no such call.')) }
    }
    try {
      return { ok: true, value: await answer(name, input, caller) }
    } catch (error) {
      return fail(name, error)
    }
  }
}

/** Own names only: `constructor` and the like are no methods. */
function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methods, name)
}

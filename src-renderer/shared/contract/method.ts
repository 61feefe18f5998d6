import type * as v from 'valibot'
import type { AuditAction } from '../audit-action.ts'
import type { AuditFacts } from './audit-facts.ts'
import type { Need } from '../rights/right.ts'
import type { RoleRow } from '../roles/role.ts'

/** What a caller's role has to include: always the same, or by what is asked for. */
export type CallNeeds<I extends v.GenericSchema> = Need | ((input: v.InferInput<I>) => readonly Need[])

/** What the services lend to those who say what the audit log gets. */
export interface FactTools {
  /** A server's name without path and query, which may hold anything. */
  readonly hostOf: (base: string) => string
  /** Ties the sealed file with the roles to the log. */
  readonly rolesDigest: (rows: readonly RoleRow[]) => string
}

/** A call with an effect: announced in the audit log before it happens, and recorded with its outcome. */
export interface EffectRecord<I extends v.GenericSchema, O extends v.GenericSchema, A extends AuditAction> {
  readonly effect: A
  /** What the announcement says; `undefined` where this call has no effect that is recorded. */
  readonly before: (input: v.InferOutput<I>, tools: FactTools) => AuditFacts | undefined
  /** What the record of its success says; what the announcement said when it is absent. */
  readonly after?: (input: v.InferOutput<I>, output: v.InferOutput<O>) => AuditFacts | undefined
  /** Whether a failure is recorded, by the input as it came, which may not fit its schema; always when absent. */
  readonly recordsFailure?: (raw: unknown) => boolean
}

/** A call without an effect, recorded once, before its reply. */
export interface LookupRecord<I extends v.GenericSchema, O extends v.GenericSchema, A extends AuditAction> {
  readonly read: A
  /** `undefined` when nothing happened that has to be recorded, e.g. a canceled dialog. */
  readonly facts: (input: v.InferOutput<I>, output: v.InferOutput<O>) => AuditFacts | undefined
}

/** What the audit log gets of a call. */
export type CallRecord<I extends v.GenericSchema, O extends v.GenericSchema, A extends AuditAction> =
  | EffectRecord<I, O, A>
  | LookupRecord<I, O, A>

/** One call of the contract: what goes in, what comes out, who may call it, and what the audit log gets. */
export interface Method<I extends v.GenericSchema, O extends v.GenericSchema, A extends AuditAction> {
  readonly input: I
  readonly output: O
  readonly needs: CallNeeds<I>
  readonly record: CallRecord<I, O, A> | undefined
}

/** Writes down one call. Without a record, the audit log gets nothing of it. */
export function method<
  const I extends v.GenericSchema,
  const O extends v.GenericSchema,
  const A extends AuditAction = never
>(input: I, output: O, needs: CallNeeds<I>, record?: CallRecord<I, O, A>): Method<I, O, A> {
  return { input, output, needs, record }
}

import * as v from 'valibot'
import type { AuditAction } from './audit-action.ts'

/** One call of the contract: what goes in, what comes out, and the action that the audit log gets. */
export interface Method<I extends v.GenericSchema, O extends v.GenericSchema, A extends AuditAction> {
  readonly input: I
  readonly output: O
  readonly audit: A | undefined
}

/** Writes down one call. */
export function method<
  const I extends v.GenericSchema,
  const O extends v.GenericSchema,
  const A extends AuditAction = never
>(input: I, output: O, audit?: A): Method<I, O, A> {
  return { input, output, audit }
}

/** No input or no output. */
export const None = v.undefined()
/** A name that the program made. */
export const Id = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{8,64}$/))
/** A count. */
export const Natural = v.pipe(v.number(), v.integer(), v.minValue(0))

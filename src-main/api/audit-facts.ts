import { apiMessages as m } from '#messages/api.ts'
import { methods, type MethodName } from '#shared/contract/contract.ts'
import type { CallRecord, FactTools } from '#shared/contract/method.ts'
import type { AuditAction } from '#shared/audit-action.ts'
import type * as v from 'valibot'
import type { AuditFacts } from '../ports/host.ts'
import { rolesDigest } from '../services/roles/role-file.ts'

const tools: FactTools = {
  rolesDigest,
  hostOf: (base) => URL.parse(base)?.host.slice(0, 255) ?? m.notAnAddress
}

/** Input and output are checked against the schemas of the name before a record is asked for. */
function recordOf(name: MethodName): CallRecord<v.GenericSchema, v.GenericSchema, AuditAction> | undefined {
  return methods[name].record as CallRecord<v.GenericSchema, v.GenericSchema, AuditAction> | undefined
}

/** The action that the audit log gets of a call; `undefined` when it gets none. */
export function auditAction(name: MethodName): AuditAction | undefined {
  const record = recordOf(name)
  if (record === undefined) return undefined
  return 'read' in record ? record.read : record.effect
}

/**
 * What is recorded before a call.
 * @returns `undefined` when the call has no effect
 */
export function announcedFacts(name: MethodName, input: unknown): AuditFacts | undefined {
  const record = recordOf(name)
  return record === undefined || 'read' in record ? undefined : record.before(input, tools)
}

/**
 * What the audit log says about a successful call.
 *
 * @returns `undefined` when nothing happened that has to be recorded, e.g. a cancelled dialog
 */
export function auditFacts(name: MethodName, input: unknown, output: unknown): AuditFacts | undefined {
  const record = recordOf(name)
  if (record === undefined) return undefined
  if ('read' in record) return record.facts(input, output)
  return record.after === undefined ? record.before(input, tools) : record.after(input, output)
}

/**
 * Whether a failed call of this name is recorded.
 * @param raw input as it came, which may not fit its schema
 */
export function recordsFailure(name: MethodName, raw: unknown): boolean {
  const record = recordOf(name)
  if (record === undefined) return false
  return 'read' in record || (record.recordsFailure?.(raw) ?? true)
}

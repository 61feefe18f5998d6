import { auditActionTitle } from '#shared/audit-labels.ts'
import type { AnyAuditRecord } from './record-chain.ts'

/** Which records are wanted; all of them when nothing is given. */
export interface AuditFilter {
  readonly actions?: readonly string[] | undefined
  readonly actor?: string | undefined
  /** Milliseconds since 1970; the first that is wanted. */
  readonly from?: number | undefined
  /** The first that is not wanted any more. */
  readonly until?: number | undefined
  /** Pseudonym of a person. */
  readonly person?: string | undefined
  readonly outcome?: AnyAuditRecord['outcome'] | undefined
  /** Value of any fact, such as the id of a snapshot. */
  readonly object?: string | undefined
  /** Anywhere in the record, in upper or lower case. */
  readonly text?: string | undefined
}

/** @returns whether a record is wanted */
export function matchesFilter(record: AnyAuditRecord, filter: AuditFilter): boolean {
  const { actions, actor, from, until, person, outcome, object, text } = filter
  const time = from === undefined && until === undefined ? 0 : Date.parse(record.time)
  return (
    (actions === undefined || actions.includes(record.action)) &&
    (actor === undefined || ('v' in record && record.actor === actor)) &&
    (from === undefined || time >= from) &&
    (until === undefined || time < until) &&
    (person === undefined || record.facts['person'] === person) &&
    (outcome === undefined || record.outcome === outcome) &&
    (object === undefined || Object.values(record.facts).some((value) => String(value) === object)) &&
    (text === undefined || text === '' || textOf(record).includes(text.toLowerCase()))
  )
}

function textOf(record: AnyAuditRecord): string {
  const { seq, host, action, outcome, facts } = record
  const writer = 'v' in record ? [record.actor, record.role ?? '', record.version] : []
  const words = Object.entries(facts).map(([name, value]) => `${name} ${String(value)}`)
  return [seq, ...writer, host, action, auditActionTitle(action), outcome, ...words].join('\n').toLowerCase()
}

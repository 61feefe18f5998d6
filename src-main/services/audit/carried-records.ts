import type { AuditAction } from '#shared/audit-action.ts'
import type { AuditFacts } from '#shared/contract/audit-facts.ts'
import type { AnyAuditRecord } from './record-chain.ts'

/** Action of a copy that retention makes of a record before it deletes the file with it. */
export const carriedAction = 'audit.carried-over' satisfies AuditAction

/** Facts of a copy that tell of the record itself, next to the facts of that record. */
const about = {
  action: 'carried.action',
  outcome: 'carried.outcome',
  seq: 'carried.seq',
  time: 'carried.time',
  /** Number of the record that it is the outcome of. */
  intent: 'carried.intent'
} as const
const outcomes = ['intent', 'success', 'failure'] as const

/** What the newest record of an action says stands for as long as nothing newer is recorded. */
interface Standing {
  /** Actions that supersede each other share a group. */
  readonly group: string
  /** Facts that name the thing a record is about; records about one thing do not supersede those about another. */
  readonly by?: readonly string[]
  /** A successful record supersedes older ones only with this fact. */
  readonly needs?: string
}

/**
 * Records that the program goes by for as long as they are the newest of their kind: digests of sealed files, who signed a pack,
 * where a register ended, whom the watch list has. They outlast their file of the log.
 */
const standing = {
  'roles.assigned': { group: 'roles' },
  'consent.opt-outs-imported': { group: 'opt-outs' },
  'consent.rules-set': { group: 'rules' },
  'publishers.changed': { group: 'publishers' },
  'definition.decided': { group: 'definitions' },
  'content.installed': { group: 'content', by: ['hash'] },
  'published.entered': { group: 'published', needs: 'digest' },
  'published.acknowledged': { group: 'published', needs: 'digest' },
  'snapshot.held': { group: 'held', by: ['snapshot'] },
  'snapshot.accepted': { group: 'accepted', by: ['snapshot'] },
  'update.checked': { group: 'feed', needs: 'issuedAt' },
  'update.downloaded': { group: 'feed', needs: 'issuedAt' },
  'service.installed': { group: 'service', by: ['scheduler', 'system'] },
  'service.removed': { group: 'service', by: ['scheduler', 'system'] },
  'audit.person-watched': { group: 'watched', by: ['person'] },
  'profile.started-over': { group: 'started-over' },
  'incident.wiped': { group: 'wiped' }
} as const satisfies Partial<Readonly<Record<AuditAction, Standing>>>

/** An action whose newest record the program goes by. */
export type StandingAction = keyof typeof standing

/** These actions, for whoever reads the log for records to carry over. */
export const standingActions = Object.keys(standing) as readonly StandingAction[]

/** Whether a record, or the one that it is a copy of, is of one of these actions. */
export function isOf({ action, facts }: AnyAuditRecord, actions: readonly AuditAction[]): boolean {
  const name = action === carriedAction ? facts[about.action] : action
  return actions.some((each) => each === name)
}

/**
 * Records with copies in the place of what they are copies of. Files are deleted from the oldest on, so that a copy is of a record
 * that is older than all that are there, and comes after them.
 * @param records newest first
 */
export function withOriginals<R extends AnyAuditRecord>(records: readonly R[]): R[] {
  const originals = new Map<number, R>()
  // A crash may leave two copies of one record.
  for (const record of records) {
    const original = originalOf(record)
    if (original !== undefined) originals.set(original.seq, original)
  }
  const present = records.filter(({ action }) => action !== carriedAction)
  return [...present, ...[...originals.values()].sort((a, b) => b.seq - a.seq)]
}

/**
 * Which records have to be carried over before the first ones are deleted.
 * @param records of {@link standingActions}, newest first, as {@link withOriginals} gives them
 * @param isLeaving whether a record, or each copy of it, is deleted
 * @returns oldest first
 */
export function toCarryOver(
  records: readonly AnyAuditRecord[],
  isLeaving: (record: AnyAuditRecord) => boolean
): AnyAuditRecord[] {
  const settled = new Set<string>()
  const carried: AnyAuditRecord[] = []
  for (const record of records) {
    const { group, by = [], needs }: Standing = standing[record.action as StandingAction]
    const thing = JSON.stringify([group, ...by.map((name) => record.facts[name] ?? '')])
    if (settled.has(thing)) continue
    if (record.outcome === 'success' && (needs === undefined || needs in record.facts)) settled.add(thing)
    if (isLeaving(record)) carried.push(record)
  }
  return carried.reverse()
}

/** Facts of the copy of a record. */
export function carriedFacts(record: AnyAuditRecord): AuditFacts {
  const { action, outcome, seq, time, facts } = record
  return {
    ...facts,
    [about.action]: action,
    [about.outcome]: outcome,
    [about.seq]: seq,
    [about.time]: time,
    ...('intent' in record && record.intent !== undefined ? { [about.intent]: record.intent } : {})
  }
}

/** What a record is a copy of; undefined for any other record. */
function originalOf<R extends AnyAuditRecord>(record: R): R | undefined {
  if (record.action !== carriedAction) return undefined
  const {
    [about.action]: action,
    [about.outcome]: said,
    [about.seq]: seq,
    [about.time]: time,
    [about.intent]: intent,
    ...facts
  } = record.facts
  const outcome = outcomes.find((each) => each === said)
  if (typeof action !== 'string' || outcome === undefined || typeof seq !== 'number' || typeof time !== 'string')
    return undefined
  return { ...record, action, outcome, seq, time, facts, ...(typeof intent === 'number' ? { intent } : {}) }
}

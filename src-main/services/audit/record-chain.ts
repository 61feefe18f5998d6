import type { ChainEnd } from './chain-end.ts'
import { createHash } from 'node:crypto'
import * as v from 'valibot'
import { AuditRecord, EarlyAuditRecord } from '#shared/audit-record.ts'
import { recordCode } from './audit-codes.ts'

/** What a record says, without its place in the chain. */
export type AuditContent = Pick<
  AuditRecord,
  'time' | 'actor' | 'role' | 'version' | 'host' | 'action' | 'outcome' | 'intent' | 'facts'
>

/** A record of either format. */
export type AnyAuditRecord = AuditRecord | EarlyAuditRecord

/** Which key makes the code of a record. */
export interface RecordKey {
  readonly keyedBy: 'key' | 'running'
  readonly key: Uint8Array
}

/** Puts content at the end of a chain. Without a key the record has no code. */
export function sealRecord(end: ChainEnd, content: AuditContent, key?: RecordKey): AuditRecord {
  const { time, actor, role, version, host, action, outcome, intent, facts } = content
  const open = {
    v: 2 as const,
    seq: end.seq + 1,
    time,
    actor,
    ...(role === undefined ? {} : { role }),
    version,
    host,
    action,
    outcome,
    ...(intent === undefined ? {} : { intent }),
    facts,
    prev: end.code
  }
  const keyed = key === undefined ? open : { ...open, keyedBy: key.keyedBy }
  const text = canonicalText(keyed)
  const record = { ...keyed, hash: sha256(text) }
  return key === undefined ? record : { ...record, code: recordCode(key.key, text) }
}

/** @returns whether the code of a record was made with this key */
export function hasCode(record: AuditRecord, key: Uint8Array): boolean {
  return record.code !== undefined && record.code === recordCode(key, canonicalText(record))
}

/** The end of the chain after a record. */
export function endAfter(record: AnyAuditRecord): ChainEnd {
  return { seq: record.seq, code: ('v' in record ? record.code : undefined) ?? record.hash }
}

/** @returns whether a record of the present format has a code and says what made it, or neither */
export function isKeyed(record: AnyAuditRecord): record is AuditRecord & { readonly code: string } {
  return 'v' in record && record.code !== undefined && record.keyedBy !== undefined
}

/** @returns the record of a line whose hash fits its content, of either format, else `undefined` */
export function readAuditRecord(line: string): AnyAuditRecord | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  const record = v.safeParse(AuditRecord, value)
  if (record.success) return sha256(canonicalText(record.output)) === record.output.hash ? record.output : undefined
  const early = v.safeParse(EarlyAuditRecord, value)
  return early.success && earlyHash(early.output) === early.output.hash ? early.output : undefined
}

/** JSON with a fixed order of members, so that neither hash nor code depends on how the line was written. */
function canonicalText(record: Omit<AuditRecord, 'hash' | 'code'>): string {
  const { prev, seq, time, actor, role = '', version, host, action, outcome, intent = 0, facts, keyedBy = '' } = record
  return JSON.stringify([
    'populus-audit-2',
    prev,
    seq,
    time,
    actor,
    role,
    version,
    host,
    action,
    outcome,
    intent,
    sorted(facts),
    keyedBy
  ])
}

function earlyHash({ seq, time, action, outcome, host, facts, prev }: EarlyAuditRecord): string {
  return sha256(JSON.stringify([prev, seq, time, action, outcome, host, sorted(facts)]))
}

function sorted(facts: AuditRecord['facts']): [string, string | number | boolean][] {
  return Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

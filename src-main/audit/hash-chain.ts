import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import * as v from 'valibot'

/** The hash that stands before the first record. */
export const chainStart = '0'.repeat(64)

const Sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))

/** The end of a chain: how many records there are and the hash of the last. */
export const ChainHead = v.object({ seq: v.pipe(v.number(), v.integer(), v.minValue(0)), hash: Sha256 })
export type ChainHead = v.InferOutput<typeof ChainHead>

const Facts = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))

/** One line of the audit log. `prev` is the hash of the record before, `hash` covers everything else in the record. */
const AuditRecord = v.strictObject({
  seq: v.pipe(v.number(), v.integer(), v.minValue(1)),
  time: v.pipe(v.string(), v.isoTimestamp()),
  action: v.string(),
  outcome: v.picklist(['success', 'failure']),
  host: v.string(),
  facts: Facts,
  prev: Sha256,
  hash: Sha256,
  /** HMAC-SHA-256 of the hash, and so of everything up to here; absent while the key was locked away. */
  mac: v.optional(Sha256)
})
export type AuditRecord = v.InferOutput<typeof AuditRecord>

/** What a record says, without its place in the chain. */
export type AuditContent = Pick<AuditRecord, 'time' | 'action' | 'outcome' | 'host' | 'facts'>

/** Puts content at the end of a chain. */
export function sealRecord(
  head: ChainHead,
  { time, action, outcome, host, facts }: AuditContent,
  key?: Uint8Array
): AuditRecord {
  const open = { seq: head.seq + 1, time, action, outcome, host, facts, prev: head.hash }
  const hash = hashOf(open)
  return { ...open, hash, ...(key === undefined ? {} : { mac: macOf(hash, key) }) }
}

function macOf(hash: string, key: Uint8Array): string {
  return createHmac('sha256', key).update(hash).digest('hex')
}

/** Whether the code of a record was made with this key. */
export function hasMac({ hash, mac }: AuditRecord, key: Uint8Array): boolean {
  return mac !== undefined && timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(hash, key)))
}

/**
 * Reads one line and checks that it continues the chain.
 *
 * @returns the record, which is the new head, or `undefined` when the line is not the record that has to come here
 */
export function followRecord(head: ChainHead, line: string): AuditRecord | undefined {
  const record = readRecord(line)
  if (record === undefined || record.seq !== head.seq + 1 || record.prev !== head.hash) return undefined
  return record
}

/** @returns the record of a line whose hash fits its content, else `undefined` */
export function readRecord(line: string): AuditRecord | undefined {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return undefined
  }
  const parsed = v.safeParse(AuditRecord, value)
  if (!parsed.success) return undefined
  const { hash, mac: _mac, ...open } = parsed.output
  return hashOf(open) === hash ? parsed.output : undefined
}

/** SHA-256 over JSON with a fixed order of keys, so that the hash does not depend on how the line was written. */
function hashOf({ seq, time, action, outcome, host, facts, prev }: Omit<AuditRecord, 'hash' | 'mac'>): string {
  const sorted = Object.entries(facts).sort(([a], [b]) => (a < b ? -1 : 1))
  return createHash('sha256')
    .update(JSON.stringify([prev, seq, time, action, outcome, host, sorted]))
    .digest('hex')
}

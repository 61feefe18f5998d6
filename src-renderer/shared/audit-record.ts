import * as v from 'valibot'

const Code = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const Sequence = v.pipe(v.number(), v.integer(), v.minValue(1))
const Facts = v.record(v.string(), v.union([v.string(), v.number(), v.boolean()]))

/** How an action stands: about to happen, done, or failed. */
const AuditOutcome = v.picklist(['intent', 'success', 'failure'])

/** One line of the audit log. Facts are counts and closed words: no names, notes, paths or identifiers of people. */
export const AuditRecord = v.strictObject({
  v: v.literal(2),
  seq: Sequence,
  time: v.pipe(v.string(), v.isoTimestamp()),
  /** Account of the operating system. */
  actor: v.string(),
  /** Role of the actor, where roles are in use. */
  role: v.optional(v.string()),
  /** Version of Populus. */
  version: v.string(),
  /** `electron` for the desktop, `loopback` for the browser host, `headless` for the command line. */
  host: v.string(),
  action: v.string(),
  outcome: AuditOutcome,
  /** Sequence number of the record that announced this action. */
  intent: v.optional(Sequence),
  facts: Facts,
  /** Code of the record before, or its hash where it has no code. */
  prev: Code,
  /** SHA-256 over everything above. */
  hash: Code,
  /** What made the code: the audit key while the keyring was open, else the running key. Absent before keying. */
  keyedBy: v.optional(v.picklist(['key', 'running'])),
  /** HMAC-SHA-256 over everything that the hash covers. */
  code: v.optional(Code)
})
export type AuditRecord = v.InferOutput<typeof AuditRecord>

/** A line as versions up to 0.1 wrote it. */
export const EarlyAuditRecord = v.strictObject({
  seq: Sequence,
  time: v.pipe(v.string(), v.isoTimestamp()),
  action: v.string(),
  outcome: v.picklist(['success', 'failure']),
  host: v.string(),
  facts: Facts,
  prev: Code,
  hash: Code,
  mac: v.optional(Code)
})
export type EarlyAuditRecord = v.InferOutput<typeof EarlyAuditRecord>

/** A record as it is listed, without what ties it into the chain. */
export const AuditRow = v.object({
  seq: Sequence,
  time: v.string(),
  actor: v.optional(v.string()),
  role: v.optional(v.string()),
  version: v.optional(v.string()),
  host: v.string(),
  action: v.string(),
  outcome: AuditOutcome,
  intent: v.optional(Sequence),
  facts: Facts
})
export type AuditRow = v.InferOutput<typeof AuditRow>

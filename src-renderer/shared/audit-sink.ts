import { sharedAuditMessages as m } from '#messages/shared/audit.ts'
import * as v from 'valibot'
import { activeLocale } from '#shared/messages/locale.ts'

/** Where a log collector listens for syslog over TLS. */
export interface SinkAddress {
  readonly host: string
  readonly port: number
}

/** The port of syslog over TLS (RFC 5425 §4.1). */
const defaultPort = 6514

/**
 * Reads the address of a log collector: `syslog+tls://host` or `syslog+tls://host:port`.
 * @returns undefined where it is none
 */
export function parseSinkAddress(text: string): SinkAddress | undefined {
  const [, host, port] =
    /^syslog\+tls:\/\/([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(?::(\d{1,5}))?\/?$/.exec(text) ?? []
  const number = port === undefined ? defaultPort : Number(port)
  return host === undefined || number < 1 || number > 65_535 ? undefined : { host, port: number }
}

/** Why nothing could be delivered, as a closed word. */
export const sinkProblems = ['certificate', 'refused', 'unreachable', 'cut', 'not-closed'] as const
export type SinkProblem = (typeof sinkProblems)[number]

const Count = v.pipe(v.number(), v.integer(), v.minValue(0))

/** How the delivery of the audit log stands. */
export const AuditSinkState = v.object({
  /** `off`: no collector is set. `failing`: the last attempt failed, and what is due waits in the audit log. */
  state: v.picklist(['off', 'waiting', 'sending', 'delivered', 'failing']),
  /** `syslog+tls://host:port`; '' while none is set. */
  address: v.string(),
  /** Sequence number of the last record that the collector has; 0 for none. */
  deliveredTo: Count,
  /** Records that wait. */
  pending: Count,
  /** When a delivery last succeeded, in milliseconds since 1970. */
  deliveredAt: v.optional(Count),
  problem: v.optional(v.picklist(sinkProblems)),
  /** When the last attempt failed, and when the next one is due. */
  failedAt: v.optional(Count),
  nextAt: v.optional(Count),
  /** Attempts since the last success. */
  attempts: Count
})
export type AuditSinkState = v.InferOutput<typeof AuditSinkState>

/** The problem in words, after "The log collector". */
const problemWords: Readonly<Record<SinkProblem, string>> = {
  certificate: m.showsACertificateThatIsNot,
  refused: m.refusesConnections,
  unreachable: m.cannotBeReached,
  cut: m.closedTheConnectionBeforeEverythingWas,
  'not-closed': m.doesNotConfirmByClosingThe
}

/** How the delivery stands, in a sentence. */
export function describeSinkState({ state, address, deliveredTo, pending, problem }: AuditSinkState): string {
  if (state === 'off') return m.noLogCollectorIsSetThe
  const records = (count: number): string => m.countRecords(count.toLocaleString(activeLocale), count)
  const has = deliveredTo === 0 ? m.hasNoRecordYet : m.hasEveryRecordUpTo(deliveredTo.toLocaleString(activeLocale))
  if (state === 'failing' && problem !== undefined)
    return m.theLogCollectorAtItWait(address, problemWords[problem], has, records(pending), pending)
  return m.theLogCollectorAt(address, has, pending === 0 ? '' : m.pendingWait(records(pending), pending))
}

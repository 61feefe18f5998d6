import * as v from 'valibot'

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
  certificate: 'shows a certificate that is not trusted',
  refused: 'refuses connections',
  unreachable: 'cannot be reached',
  cut: 'closed the connection before everything was there',
  'not-closed': 'does not confirm by closing the connection after the last record'
}

/** How the delivery stands, in a sentence. */
export function describeSinkState({ state, address, deliveredTo, pending, problem }: AuditSinkState): string {
  if (state === 'off') return 'No log collector is set: the audit log stays on this computer.'
  const records = (count: number): string => `${count.toLocaleString('en-US')} ${count === 1 ? 'record' : 'records'}`
  const has = deliveredTo === 0 ? 'has no record yet' : `has every record up to ${deliveredTo.toLocaleString('en-US')}`
  if (state === 'failing' && problem !== undefined)
    return `The log collector at ${address} ${problemWords[problem]}. It ${has}; ${records(pending)} ${pending === 1 ? 'waits' : 'wait'} in the audit log.`
  return `The log collector at ${address} ${has}${pending === 0 ? '' : `; ${records(pending)} ${pending === 1 ? 'waits' : 'wait'}`}.`
}

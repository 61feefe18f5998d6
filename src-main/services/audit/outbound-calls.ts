import type { AuditRow } from '#shared/audit-record.ts'
import type { HostCalls, OfflinePeriod, OutboundCalls } from '#shared/governance/outbound-calls.ts'
import { eachRecord } from './list-records.ts'
import { newestRecords } from './newest-records.ts'

/** Calls to one host in a stretch of time, as its records tell of them. */
interface Calls {
  readonly begun: AuditRow
  readonly server: string
  readonly purpose: string
  readonly isRefused: boolean
  /** Absent while nothing says how many there were: then at least one. */
  calls?: number
  last: AuditRow
}

/** The policy Offline, from the record with which it came into force. */
interface Offline {
  readonly begun: AuditRow
  ended?: AuditRow
}

/**
 * What the audit log knows of calls to other computers. Whether the log is whole is for its check to say.
 * @param folder absolute path of the folder with the audit log
 * @param from milliseconds since 1970: what ended before is left out; everything when absent
 */
export async function outboundCalls(folder: string, from = 0): Promise<OutboundCalls> {
  const stretches = new Map<number, Calls>()
  const periods = new Map<number, Offline>()
  let since: string | undefined
  for await (const row of eachRecord(folder, {})) {
    if (Date.parse(row.time) >= from) since ??= row.time
    if (row.action === 'network.offline') addPeriod(periods, row)
    else addCalls(stretches, row)
  }
  const isRecent = ({ time }: AuditRow): boolean => Date.parse(time) >= from
  const seen = [...stretches.values()].filter(({ last }) => isRecent(last))
  const hosts = hostsOf(seen)
  return {
    ...(since === undefined ? {} : { since }),
    calls: sum(hosts.map(({ calls }) => calls)),
    atLeast: hosts.some(({ atLeast }) => atLeast),
    refused: sum(hosts.map(({ refused }) => refused)),
    hosts,
    offline: [...periods.values()]
      .filter(({ ended }) => ended === undefined || isRecent(ended))
      .map((period) => periodOf(period, [...stretches.values()]))
  }
}

/** Records that say that the policy Offline is in force, where none says that it ended. */
export async function unendedOffline(folder: string): Promise<readonly number[]> {
  const ended = new Set<number>()
  const unended: number[] = []
  for await (const record of newestRecords(folder, ['network.offline'])) {
    if ('v' in record && record.intent !== undefined) ended.add(record.intent)
    if (record.outcome === 'intent' && !ended.has(record.seq)) unended.push(record.seq)
  }
  return unended
}

function addPeriod(periods: Map<number, Offline>, row: AuditRow): void {
  if (row.outcome === 'intent') periods.set(row.seq, { begun: row })
  const begun = row.intent === undefined ? undefined : periods.get(row.intent)
  if (begun !== undefined) begun.ended ??= row
}

function addCalls(stretches: Map<number, Calls>, row: AuditRow): void {
  const { server, purpose, calls } = row.facts
  const begun = row.intent === undefined ? undefined : stretches.get(row.intent)
  if (row.action === 'network.called' && begun !== undefined) {
    begun.last = row
    if (typeof calls === 'number') begun.calls = calls
    return
  }
  // Under the name of the call that was refused, or as `policy.refused`.
  const isRefused = row.outcome === 'failure' && typeof row.facts['policy'] === 'string'
  if (typeof server !== 'string' || typeof purpose !== 'string') return
  if (isRefused || (row.action === 'network.called' && row.outcome === 'intent'))
    stretches.set(row.seq, { begun: row, server, purpose, isRefused, last: row })
}

function hostsOf(seen: readonly Calls[]): HostCalls[] {
  const hosts = new Map<string, HostCalls>()
  for (const each of seen) {
    const { server, purpose, isRefused, begun, last } = each
    const key = JSON.stringify([server, purpose])
    const before = hosts.get(key)
    const count = each.calls ?? 1
    hosts.set(key, {
      server,
      purpose,
      calls: (before?.calls ?? 0) + (isRefused ? 0 : count),
      refused: (before?.refused ?? 0) + (isRefused ? count : 0),
      // A refusal without a count is the only one of its hour, or the program was killed.
      atLeast: (before?.atLeast ?? false) || (!isRefused && each.calls === undefined),
      first: before?.first ?? begun.time,
      last: before === undefined || last.time > before.last ? last.time : before.last
    })
  }
  return [...hosts.values()]
}

function periodOf({ begun, ended }: Offline, stretches: readonly Calls[]): OfflinePeriod {
  const inside = stretches.filter(
    (each) => each.begun.seq > begun.seq && each.begun.seq < (ended?.seq ?? Number.POSITIVE_INFINITY)
  )
  const count = (isRefused: boolean): number =>
    sum(inside.filter((each) => each.isRefused === isRefused).map(({ calls = 1 }) => calls))
  return {
    from: begun.time,
    ...(ended === undefined ? {} : { until: ended.time }),
    calls: count(false),
    refused: count(true)
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

import type { CallPurpose } from '#shared/governance/outbound-calls.ts'
import type { PolicyName } from '#shared/policy/policies.ts'
import type { AuditEntry, AuditFacts, AuditPort, ClockPort, PolicyPort } from '../ports/host.ts'

/** Writes every call to another computer into the audit log: the first before it is sent, and how many there were. */
export interface CallLedger {
  /**
   * Has to succeed before a call is sent.
   * @param server host, with its port where that is not the usual one
   * @throws AppError `not-allowed` when the call could not be recorded
   */
  allow(server: string, purpose: CallPurpose): Promise<void>
  /** Records a call that a policy refused. @throws AppError as `allow` */
  refuse(server: string, purpose: CallPurpose, policy: PolicyName): Promise<void>
  /** Records that the policy Offline came into force, or that it ended, where it did. @throws AppError as `allow` */
  noteOffline(): Promise<void>
  /** Records how many calls there were until now, but to the log collector, which every record calls again. @throws AppError as `allow` */
  settle(): Promise<void>
  /** Records how many calls there were, at the end. What cannot be recorded stays as it was announced. */
  close(): Promise<void>
}

/** Dependencies of {@link createCallLedger}. */
export interface CallLedgerDependencies {
  readonly audit: Pick<AuditPort, 'record'>
  readonly policies: Pick<PolicyPort, 'value'>
  readonly clock: ClockPort
  /**
   * Records by which other runs of the program said that Offline is in force and never that it ended. Asked before the first
   * call is sent.
   */
  readonly unendedOffline?: () => Promise<readonly number[]>
}

/** Calls to one host for one purpose are one record for so long; how many there were is recorded at its end. */
const windowMs = 60 * 60_000

interface Window {
  readonly facts: AuditFacts
  readonly outcome: 'success' | 'failure'
  readonly since: number
  readonly record: Promise<number>
  calls: number
}

interface Offline {
  readonly record: number
  calls: number
  refused: number
}

/** Creates the ledger of one run of the program. */
export function createCallLedger({
  audit,
  policies,
  clock,
  unendedOffline = async () => []
}: CallLedgerDependencies): CallLedger {
  const windows = new Map<string, Window>()
  let offline: Offline | undefined
  let earlier: Promise<void> | undefined
  let noting: Promise<void> = Promise.resolve()

  async function count(outcome: Window['outcome'], facts: AuditFacts, first: AuditEntry): Promise<void> {
    const key = JSON.stringify([outcome, facts])
    const open = windows.get(key)
    // Also where the clock was set back.
    if (open !== undefined && Math.abs(clock.now() - open.since) < windowMs) {
      open.calls += 1
      await open.record
      return
    }
    const begin = async (): Promise<number> => {
      if (open !== undefined) await end(open)
      return audit.record(first)
    }
    const started: Window = { facts, outcome, since: clock.now(), record: begin(), calls: 1 }
    windows.set(key, started)
    try {
      await started.record
    } catch (error) {
      if (windows.get(key) === started) windows.delete(key)
      throw error
    }
  }

  async function end({ facts, outcome, record, calls }: Window): Promise<void> {
    if (outcome === 'failure' && calls === 1) return
    await audit.record({ action: 'network.called', outcome, intent: await record, facts: { ...facts, calls } })
  }

  async function endOffline({ record, calls, refused }: Offline): Promise<void> {
    offline = undefined
    await audit.record({ action: 'network.offline', outcome: 'success', intent: record, facts: { calls, refused } })
  }

  async function note(): Promise<void> {
    if (policies.value('Offline')) {
      if (offline !== undefined) return
      const record = await audit.record({ action: 'network.offline', outcome: 'intent', facts: {} })
      offline = { record, calls: 0, refused: 0 }
    } else if (offline !== undefined) await endOffline(offline)
  }

  function noteOffline(): Promise<void> {
    noting = noting.then(note, note)
    return noting
  }

  /** Later calls are counted from zero again. */
  function endWindows(): Promise<void>[] {
    const due = [...windows].filter(([, { facts }]) => facts['purpose'] !== 'audit-delivery')
    for (const [key] of due) windows.delete(key)
    return due.map(([, window]) => end(window))
  }

  /** An earlier run that was killed under Offline could not say that the policy was lifted later. */
  async function endEarlierOffline(): Promise<void> {
    const records = policies.value('Offline') ? [] : await unendedOffline()
    for (const record of records)
      await audit.record({ action: 'network.offline', outcome: 'success', intent: record, facts: {} })
  }

  return {
    async allow(server, purpose) {
      await noteOffline()
      // Calls that begin together wait for the same look.
      earlier ??= endEarlierOffline().catch((error: unknown) => {
        earlier = undefined
        throw error
      })
      await earlier
      if (offline !== undefined) offline.calls += 1
      const facts = { server, purpose }
      await count('success', facts, { action: 'network.called', outcome: 'intent', facts })
    },
    async refuse(server, purpose, policy) {
      await noteOffline()
      if (offline !== undefined) offline.refused += 1
      const facts = { policy, server, purpose }
      await count('failure', facts, { action: 'policy.refused', outcome: 'failure', facts })
    },
    noteOffline,
    async settle() {
      await Promise.all(endWindows())
    },
    async close() {
      await noting
      const ends = endWindows()
      if (offline !== undefined) ends.push(endOffline(offline))
      // The audit log itself says in the log of the program where it could not be written.
      await Promise.allSettled(ends)
    }
  }
}

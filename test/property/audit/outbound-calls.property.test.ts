import { describe, expect, it } from 'vitest'
import { PolicyRefusal } from '#shared/policy/policy-refusal.ts'
import { createCallLedger, type CallLedger } from '../../../src-main/policy/call-ledger.ts'
import type { AuditPort } from '../../../src-main/ports/host.ts'
import { failureFacts } from '../../../src-main/services/audit/failure-facts.ts'
import { outboundCalls, unendedOffline } from '../../../src-main/services/audit/outbound-calls.ts'
import { testAudit } from '../../support/audit.ts'
import { managedBy, unmanaged } from '../../support/policies.ts'
import { budgeted, fc } from '../../support/property.ts'

// What the log tells of calls is compared with a count that is kept next to it, through runs that end well and runs that are killed.

type Step =
  | { readonly do: 'call'; readonly host: string }
  | { readonly do: 'wait' | 'offline' | 'online' | 'restart' | 'kill' }

const hosts = ['a.example.org', 'b.example.org:8443']
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('call' as const), host: fc.constantFrom(...hosts) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom('wait' as const, 'offline', 'online', 'restart') })
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('kill' as const) }) }
)

interface Tally {
  sent: number
  refused: number
}

async function live(steps: readonly Step[]) {
  const log = testAudit()
  const audit: AuditPort = await log.open()
  const clock = { time: 0, now: () => clock.time }
  let isOffline = false
  let killed = false
  const offline = managedBy({ Offline: true })
  const begin = (): CallLedger =>
    createCallLedger({
      audit,
      clock,
      policies: { value: (name) => (isOffline ? offline : unmanaged).value(name) },
      unendedOffline: () => unendedOffline(log.folder)
    })
  let ledger = begin()
  const truth = new Map<string, Tally>(hosts.map((host) => [host, { sent: 0, refused: 0 }]))
  for (const each of steps) {
    if (each.do === 'call') {
      const tally = truth.get(each.host)!
      if (isOffline) {
        tally.refused += 1
        await ledger.refuse(each.host, 'export', 'Offline')
      } else {
        tally.sent += 1
        await ledger.allow(each.host, 'export')
      }
    } else if (each.do === 'wait') clock.time += 50 * 60_000
    else if (each.do === 'offline' || each.do === 'online') {
      isOffline = each.do === 'offline'
      await ledger.noteOffline()
    } else {
      if (each.do === 'kill') killed = true
      else await ledger.close()
      ledger = begin()
      await ledger.noteOffline()
    }
  }
  await ledger.close()
  return { found: await outboundCalls(log.folder), truth, killed, verdict: await log.verify() }
}

describe('what the audit log tells of calls', () => {
  it('is what was sent and refused, and nothing while Offline was in force', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const { found, truth, killed, verdict } = await live(steps)
        expect(verdict.problem).toBeUndefined()
        for (const period of found.offline) expect(period.calls).toBe(0)
        for (const [host, { sent, refused }] of truth) {
          const told = found.hosts.find(({ server }) => server === host) ?? { calls: 0, refused: 0, atLeast: false }
          expect([told.calls > 0, told.refused > 0]).toEqual([sent > 0, refused > 0])
          if (!killed) expect([told.calls, told.refused, told.atLeast]).toEqual([sent, refused, false])
          expect(told.calls).toBeLessThanOrEqual(sent)
          expect(told.refused).toBeLessThanOrEqual(refused)
          if (told.calls < sent) expect(told.atLeast).toBe(true)
        }
      }),
      { numRuns: budgeted(60) }
    )
  })

  it('ends every run that was killed under Offline, also where another one ended well meanwhile', async () => {
    const log = testAudit()
    const audit = await log.open()
    const clock = { now: () => 0 }
    const offline = managedBy({ Offline: true })
    const killed = createCallLedger({ audit, clock, policies: offline })
    await killed.noteOffline()
    const ended = createCallLedger({ audit, clock, policies: offline })
    await ended.noteOffline()
    await ended.close()
    const later = createCallLedger({
      audit,
      clock,
      policies: unmanaged,
      unendedOffline: () => unendedOffline(log.folder)
    })
    await Promise.all(['a.example.org', 'b.example.org'].map((host) => later.allow(host, 'export')))
    expect((await outboundCalls(log.folder)).offline.map(({ calls }) => calls)).toEqual([0, 0])
    expect(await unendedOffline(log.folder)).toEqual([])
  })

  it('knows nothing before its first record, and only what is asked for', async () => {
    const { found } = await live([])
    expect(found).toEqual({ calls: 0, atLeast: false, refused: 0, hosts: [], offline: [] })
    const log = testAudit()
    const audit = await log.open()
    const ledger = createCallLedger({ audit, clock: { now: () => 0 }, policies: unmanaged })
    await ledger.allow('a.example.org', 'sign-in')
    // A call of the window that was refused before any server was asked, as the gate records it.
    const refusal = new PolicyRefusal('Offline', 'any connection', { server: 'b.example.org' })
    await audit.record({ action: 'connection.discovered', outcome: 'failure', facts: failureFacts(refusal) })
    expect((await outboundCalls(log.folder)).hosts).toMatchObject([
      { server: 'a.example.org', calls: 1, refused: 0 },
      { server: 'b.example.org', purpose: 'server-check', calls: 0, refused: 1 }
    ])
    // Every record of this log has one time.
    const noon = Date.UTC(2026, 10, 25, 12)
    expect((await outboundCalls(log.folder, noon)).hosts).toMatchObject([
      { purpose: 'sign-in', calls: 1, atLeast: true },
      { purpose: 'server-check', refused: 1, atLeast: false }
    ])
    expect((await outboundCalls(log.folder, noon + 1)).hosts).toEqual([])
  })
})

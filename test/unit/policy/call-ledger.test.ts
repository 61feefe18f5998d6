import { describe, expect, it } from 'vitest'
import { createCallLedger } from '../../../src-main/policy/call-ledger.ts'
import { networkUnderPolicy } from '../../../src-main/policy/network-under-policy.ts'
import type { AuditEntry, NetResponse } from '../../../src-main/ports/host.ts'
import { managedBy, unmanaged } from '../../support/policies.ts'

const nothing = (async function* (): AsyncGenerator<Uint8Array> {})()
const answer: NetResponse = { status: 200, headers: {}, body: nothing, close: () => undefined }

/** A network whose every step is told in order: what is recorded, and what is sent. */
function told(record: (entry: AuditEntry) => Promise<void> = async () => undefined) {
  const steps: string[] = []
  const audited: AuditEntry[] = []
  const clock = { time: 0, now: () => clock.time }
  let policies = unmanaged
  const current = {
    value: ((name) => policies.value(name)) as typeof unmanaged.value,
    current: () => policies.current()
  }
  const ledger = createCallLedger({
    audit: {
      async record(entry) {
        await record(entry)
        steps.push(`${entry.action} ${entry.outcome}`)
        return audited.push(entry)
      }
    },
    policies: current,
    clock
  })
  const network = networkUnderPolicy(
    {
      net: {
        async send({ url }) {
          steps.push(`sent ${new URL(url).host}`)
          return answer
        }
      },
      serve: () => Promise.reject(new Error('serves nothing')),
      policies: { ...unmanaged, ...current }
    },
    ledger
  )
  const ask = (host: string): Promise<NetResponse> =>
    network.netFor('export').send({ method: 'GET', url: `https://${host}/r4` })
  return {
    steps,
    audited,
    clock,
    ledger,
    ask,
    manage: (values: Readonly<Record<string, unknown>>): void => {
      policies = managedBy(values)
    }
  }
}

describe('the records of calls', () => {
  it('come before what is sent, and tell at the end how many there were', async () => {
    const { steps, audited, ledger, ask } = told()
    await Promise.all([ask('a.example.org'), ask('a.example.org'), ask('a.example.org')])
    await ask('b.example.org:8443')
    expect(steps[0]).toBe('network.called intent')
    expect(steps.filter((step) => step.startsWith('network.called'))).toHaveLength(2)
    expect(steps.indexOf('network.called intent')).toBeLessThan(steps.indexOf('sent a.example.org'))
    await ledger.close()
    expect(audited.slice(2)).toEqual([
      {
        action: 'network.called',
        outcome: 'success',
        intent: 1,
        facts: { server: 'a.example.org', purpose: 'export', calls: 3 }
      },
      {
        action: 'network.called',
        outcome: 'success',
        intent: 2,
        facts: { server: 'b.example.org:8443', purpose: 'export', calls: 1 }
      }
    ])
  })

  it('are a condition: nothing is sent while they cannot be written', async () => {
    let fails = true
    const { steps, ask } = told(async () => {
      if (fails) throw new Error('disk full')
    })
    await expect(Promise.all([ask('a.example.org'), ask('a.example.org')])).rejects.toThrow('disk full')
    expect(steps).toEqual([])
    fails = false
    await ask('a.example.org')
    expect(steps).toEqual(['network.called intent', 'sent a.example.org'])
  })

  it('tell how many there were so far whenever somebody asks', async () => {
    const { steps, audited, ledger, ask } = told()
    await Promise.all([ask('a.example.org'), ask('a.example.org')])
    await ledger.allow('logs.example.org:6514', 'audit-delivery')
    await ledger.settle()
    await ledger.settle()
    expect(audited.slice(2).map(({ intent, facts }) => [intent, facts['calls']])).toEqual([[1, 2]])
    await ask('a.example.org')
    expect(steps.slice(-2)).toEqual(['network.called intent', 'sent a.example.org'])
  })

  it('begin again each hour', async () => {
    const { steps, clock, ask } = told()
    await ask('a.example.org')
    clock.time = 3_600_000
    await ask('a.example.org')
    expect(steps).toEqual([
      'network.called intent',
      'sent a.example.org',
      'network.called success',
      'network.called intent',
      'sent a.example.org'
    ])
    // The clock is put right: calls are not counted together until it has caught up.
    clock.time = -3_600_000
    await ask('a.example.org')
    expect(steps.slice(5)).toEqual(['network.called success', 'network.called intent', 'sent a.example.org'])
  })

  it('tell when the policy Offline came into force and ended, with what was refused meanwhile', async () => {
    const { audited, ledger, ask, manage } = told()
    manage({ Offline: true })
    await ledger.noteOffline()
    await ledger.noteOffline()
    await expect(ask('a.example.org')).rejects.toMatchObject({ policy: 'Offline' })
    await expect(ask('a.example.org')).rejects.toMatchObject({ policy: 'Offline' })
    manage({})
    await ask('a.example.org')
    expect(audited).toEqual([
      { action: 'network.offline', outcome: 'intent', facts: {} },
      {
        action: 'policy.refused',
        outcome: 'failure',
        facts: { policy: 'Offline', server: 'a.example.org', purpose: 'export' }
      },
      { action: 'network.offline', outcome: 'success', intent: 1, facts: { calls: 0, refused: 2 } },
      { action: 'network.called', outcome: 'intent', facts: { server: 'a.example.org', purpose: 'export' } }
    ])
  })

  it('end an earlier run that was killed under Offline before the first call goes out', async () => {
    const audited: AuditEntry[] = []
    const ledger = createCallLedger({
      audit: { record: async (entry) => audited.push(entry) },
      policies: unmanaged,
      clock: { now: () => 0 },
      unendedOffline: async () => [7, 3]
    })
    await ledger.allow('a.example.org', 'update')
    await ledger.allow('b.example.org', 'update')
    expect(audited.map(({ action, outcome, intent }) => [action, outcome, intent])).toEqual([
      ['network.offline', 'success', 7],
      ['network.offline', 'success', 3],
      ['network.called', 'intent', undefined],
      ['network.called', 'intent', undefined]
    ])
  })
})

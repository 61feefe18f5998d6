import { describe, expect, it } from 'vitest'
import { matchesHost } from '../../../src-main/policy/match-host.ts'
import { networkUnderPolicy } from '../../../src-main/policy/network-under-policy.ts'
import { proxyEnvironment } from '../../../src-main/host/network/proxy-environment.ts'
import { createCallLedger } from '../../../src-main/policy/call-ledger.ts'
import type { AuditEntry, NetResponse, WebServer } from '../../../src-main/ports/host.ts'
import { createNodeNet } from '../../../src-main/host/node/net.ts'
import { managedBy } from '../../support/policies.ts'

const noBody = (async function* (): AsyncGenerator<Uint8Array> {})()
const answer: NetResponse = { status: 200, headers: {}, body: noBody, close: () => undefined }

function network(values: Readonly<Record<string, unknown>>) {
  const sent: string[] = []
  const audited: AuditEntry[] = []
  const clock = { time: 0, now: () => clock.time }
  const server: WebServer = {
    origin: 'http://127.0.0.1:4711',
    finish: async () => undefined,
    close: async () => undefined
  }
  const policies = managedBy(values)
  const ledger = createCallLedger({ audit: { record: async (entry) => audited.push(entry) }, policies, clock })
  const guarded = networkUnderPolicy(
    {
      net: {
        async send({ url }) {
          sent.push(url)
          return answer
        }
      },
      serve: async () => server,
      policies
    },
    ledger
  )
  const ask = (url: string): Promise<NetResponse> => guarded.netFor('export').send({ method: 'GET', url })
  return { guarded, ask, sent, audited, clock }
}

describe('the network under policies', () => {
  it('asks everybody where there is no rule', async () => {
    const { ask, sent } = network({})
    await ask('https://fhir.example.org/r4/metadata')
    expect(sent).toHaveLength(1)
  })

  it('asks only hosts that are listed, and records what it refuses', async () => {
    const { ask, guarded, sent, audited } = network({
      AllowedFhirHosts: ['fhir.example.org', '*.ehr.example.com:8443']
    })
    await ask('https://fhir.example.org/r4')
    await ask('https://a.b.ehr.example.com:8443/token')
    for (const url of ['https://evil.example.org/', 'https://ehr.example.com:8443/', 'https://a.ehr.example.com/'])
      await expect(ask(url)).rejects.toMatchObject({ code: 'not-allowed', policy: 'AllowedFhirHosts' })
    expect(() => guarded.check('https://evil.example.org/x')).toThrow(/AllowedFhirHosts does not allow/)
    expect(() => guarded.check('https://evil.example.org/x')).toThrow(
      expect.objectContaining({ policy: 'AllowedFhirHosts', server: 'evil.example.org' })
    )
    expect(sent).toHaveLength(2)
    expect(audited.filter(({ action }) => action === 'policy.refused')[0]).toEqual({
      action: 'policy.refused',
      outcome: 'failure',
      facts: { policy: 'AllowedFhirHosts', server: 'evil.example.org', purpose: 'export' }
    })
  })

  it('records the refusal of a host once an hour, however often it is tried', async () => {
    const { ask, audited, clock } = network({ Offline: true })
    for (const time of [0, 1, 3_599_999, 3_600_000]) {
      clock.time = time
      await expect(ask('https://fhir.example.org/')).rejects.toThrow(/policy Offline/)
    }
    expect(audited.map(({ action, intent, facts }) => [action, intent, facts['calls']])).toEqual([
      ['network.offline', undefined, undefined],
      ['policy.refused', undefined, undefined],
      // Of the first hour, when the second begins.
      ['network.called', 2, 3],
      ['policy.refused', undefined, undefined]
    ])
  })

  it('asks nobody without a network, but what the program serves itself, while it does', async () => {
    const { ask, guarded, sent } = network({ Offline: true, AllowHttpHosts: [] })
    await expect(ask('http://127.0.0.1:4711/')).rejects.toThrow()
    const server = await guarded.serve(async () => ({ status: 200, headers: {} }))
    await ask('http://127.0.0.1:4711/fhir')
    await expect(ask('http://127.0.0.1:4712/')).rejects.toThrow()
    await server.close()
    await expect(ask('http://127.0.0.1:4711/')).rejects.toThrow()
    expect(sent).toHaveLength(1)
  })

  it('allows plain http only to servers that are listed', async () => {
    const { ask } = network({ AllowHttpHosts: ['127.0.0.1:8080'] })
    await ask('http://127.0.0.1:8080/')
    await ask('https://fhir.example.org/')
    await expect(ask('http://127.0.0.1:8081/')).rejects.toMatchObject({ policy: 'AllowHttpHosts' })
  })

  it('sends nothing where a proxy is asked for and none is named', async () => {
    await expect(network({ ProxyMode: 'server' }).ask('https://fhir.example.org/')).rejects.toThrow(
      /ProxyServer names none/
    )
    await expect(network({ ProxyMode: 'pac' }).ask('https://fhir.example.org/')).rejects.toThrow(
      /ProxyPacUrl names none/
    )
  })

  it('fails closed for a list that is malformed', async () => {
    const { ask } = network({ AllowedFhirHosts: ['https://fhir.example.org/'] })
    await expect(ask('https://fhir.example.org/')).rejects.toMatchObject({ policy: 'AllowedFhirHosts' })
  })
})

describe('a pattern of a host', () => {
  it.each([
    ['fhir.example.org', 'https://fhir.example.org:9443/', true],
    ['FHIR.example.org', 'https://fhir.EXAMPLE.org./x', true],
    ['fhir.example.org:443', 'https://fhir.example.org/', true],
    ['fhir.example.org:443', 'https://fhir.example.org:444/', false],
    ['*.example.org', 'https://example.org/', false],
    ['*.example.org', 'https://evilexample.org/', false],
    ['*.example.org', 'https://fhir.example.org.evil.com/', false],
    ['*.example.org', 'https://user:example.org@evil.com/', false],
    ['[::1]:8080', 'http://[::1]:8080/', true],
    ['127.0.0.1', 'http://2130706433/', true]
  ])('%s and %s: %s', (pattern, url, fits) => expect(matchesHost(pattern, new URL(url))).toBe(fits))
})

describe('the proxy of the Node hosts', () => {
  const env = { HTTPS_PROXY: 'http://own:1', no_proxy: 'x', PATH: '/bin' }

  it('is that of the environment, none, or the one of the policy', () => {
    expect(proxyEnvironment(env, { mode: 'system' })).toBe(env)
    expect(proxyEnvironment(env, { mode: 'direct' })).toEqual({ PATH: '/bin' })
    expect(proxyEnvironment(env, { mode: 'server', server: 'proxy.example.org:3128' })).toEqual({
      PATH: '/bin',
      HTTP_PROXY: 'http://proxy.example.org:3128',
      HTTPS_PROXY: 'http://proxy.example.org:3128'
    })
  })

  it('cannot be a PAC file: then nothing is sent', () => {
    const net = createNodeNet({}, { mode: 'pac', url: 'https://proxy.example.org/proxy.pac' })
    expect(() => net.send({ method: 'GET', url: 'http://127.0.0.1:1/' })).toThrow(/ProxyMode asks for a PAC file/)
  })
})

import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { FakeSession } from './fake-session.ts'

vi.mock('electron', async () => (await import('./fake-electron.ts')).electronModule)

describe('the session of requests to servers', () => {
  beforeEach(() => vi.resetModules())

  it.each([
    [{ mode: 'system' }, { mode: 'system' }],
    [{ mode: 'direct' }, { mode: 'direct' }],
    [
      { mode: 'pac', url: 'https://proxy.example.org/proxy.pac' },
      { mode: 'pac_script', pacScript: 'https://proxy.example.org/proxy.pac' }
    ],
    [
      { mode: 'server', server: 'proxy.example.org:3128' },
      { mode: 'fixed_servers', proxyRules: 'proxy.example.org:3128' }
    ]
  ] as const)('uses the proxy of the policies: %j', async (choice, config) => {
    const { openFhirSession } = await import('../../../src-main/host/electron/fhir-session.electron.ts')
    const session = (await openFhirSession(choice, false)) as unknown as FakeSession
    expect(session.proxy).toEqual(config)
  })

  it('asks for no file of a proxy where there is no network by policy', async () => {
    const { openFhirSession } = await import('../../../src-main/host/electron/fhir-session.electron.ts')
    for (const choice of [{ mode: 'system' }, { mode: 'pac', url: 'https://proxy.example.org/proxy.pac' }] as const) {
      const session = (await openFhirSession(choice, true)) as unknown as FakeSession
      expect(session.proxy).toEqual({ mode: 'fixed_servers', proxyRules: '127.0.0.1:9' })
    }
  })
})

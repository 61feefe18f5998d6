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
    const session = (await openFhirSession(choice)) as unknown as FakeSession
    expect(session.proxy).toEqual(config)
  })
})

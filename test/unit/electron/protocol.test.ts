import type { Session } from 'electron'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { testServices, textStream } from '../../support/services.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { fake } from './fake-electron.ts'
import { FakeSession } from './fake-session.ts'

vi.mock('electron', async () => (await import('./fake-electron.ts')).electronModule)
beforeEach(() => fake.reset())
afterEach(() => fake.reset())

const { servePage } = await import('../../../src-main/host/electron/protocol.electron.ts')

describe('app protocol', () => {
  function served() {
    const services = testServices(temporaryFolder())
    const session = new FakeSession([])
    servePage(session as unknown as Session, services.site)
    const get = (url: string, method = 'GET'): Promise<Response> =>
      // A Request normalizes the address; this hands the text over as it is.
      session.handlers.get('app')!({ url, method } as Request)
    return { services, get }
  }

  it('serves the page with the same headers as the loopback host', async () => {
    const { get } = served()
    const response = await get('app://bundle/')
    expect(response.status).toBe(200)
    expect(await response.text()).toContain('<title>Populus</title>')
    expect(response.headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval';/
    )
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  it('serves a ticket once', async () => {
    const { services, get } = served()
    const path = services.dataPlane.issue({
      kind: 'import-file',
      open: async () => textStream('{"resourceType":"Patient"}')
    })
    expect(await (await get(`app://bundle${path}`)).text()).toBe('{"resourceType":"Patient"}')
    expect((await get(`app://bundle${path}`)).status).toBe(404)
  })

  it.each([
    'app://bundle/../secret.txt',
    'app://bundle/%2e%2e/secret.txt',
    'app://bundle/..%2fsecret.txt',
    'app://bundle/..%5csecret.txt',
    'app://bundle/..\\secret.txt',
    'app://bundle/%00',
    'app://bundle/C:/Windows/win.ini',
    'app://bundle//etc/passwd',
    'app://evil/index.html',
    'app://bundle.evil/index.html',
    'file:///etc/passwd'
  ])('refuses %s', async (url) => {
    const response = await served().get(url)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('secret')
  })

  it('only reads', async () => {
    expect((await served().get('app://bundle/', 'POST')).status).toBe(405)
  })
})

import { PassThrough } from 'node:stream'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { NetRequest, NetResponse } from '../../../src-main/ports/host.ts'

const standIn = await vi.hoisted(() => import('./fake-electron.ts'))
vi.mock('electron', () => standIn.electronModule)
const { createElectronNet } = await import('../../../src-main/host/electron/net.electron.ts')
const { createNotifier } = await import('../../../src-main/host/electron/notifier.electron.ts')
const { electronPower } = await import('../../../src-main/host/electron/power.electron.ts')
const { createAuthorizedNet } = await import('../../../src-main/auth/authorized-net.ts')
const { originTrust } = await import('../../../src-main/auth/origin-trust.ts')
const { fake, FakeNetRequest, electronModule } = standIn

afterEach(() => fake.reset())

const session = electronModule.session.fromPartition('fhir') as never
const net = createElectronNet(session)

function sent(request: Partial<NetRequest> = {}): {
  answer: Promise<NetResponse>
  request: InstanceType<typeof FakeNetRequest>
} {
  const answer = net.send({ method: 'GET', url: 'https://fhir.example.org/metadata', ...request })
  return { answer, request: FakeNetRequest.all.at(-1)! }
}

/** An answer with a body that the test writes. */
function message(statusCode: number, headers: Record<string, string | string[]>): PassThrough {
  return Object.assign(new PassThrough(), { statusCode, headers })
}

async function textOf({ body }: NetResponse): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

describe("Electron's network", () => {
  it('sends without cookies, cache and redirects, over the session that knows the proxies', async () => {
    const { answer, request } = sent({ method: 'POST', headers: { accept: 'application/json' }, body: 'a=b' })
    expect(request.options).toMatchObject({
      method: 'POST',
      redirect: 'manual',
      credentials: 'omit',
      cache: 'no-store',
      session,
      headers: { accept: 'application/json', 'accept-encoding': 'identity' }
    })
    expect([request.written, request.ended]).toEqual(['a=b', true])
    const body = message(200, { 'Content-Type': 'application/json', 'X-Two': ['a', 'b'] })
    request.emit('response', body)
    body.end('{}')
    const response = await answer
    expect(response).toMatchObject({ status: 200, headers: { 'content-type': 'application/json', 'x-two': 'a, b' } })
    expect(await textOf(response)).toBe('{}')
  })

  it('signs in at the proxy that the environment has credentials for, once, and nowhere else', () => {
    vi.stubEnv('HTTPS_PROXY', 'http://anna:p%40ss@proxy.example:3128')
    const { request, answer } = sent()
    answer.catch(() => undefined)
    const asked = (about: object): unknown[][] => {
      const answers: unknown[][] = []
      request.emit('login', about, (...given: unknown[]) => answers.push(given))
      return answers
    }
    const proxy = { isProxy: true, host: 'proxy.example', port: 3128 }
    expect(asked({ ...proxy, isProxy: false })).toEqual([[]])
    const again = sent()
    again.answer.catch(() => undefined)
    const answers: unknown[][] = []
    again.request.emit('login', proxy, (...given: unknown[]) => answers.push(given))
    again.request.emit('login', proxy, (...given: unknown[]) => answers.push(given))
    expect(answers).toEqual([['anna', 'p@ss'], []])
    const other = sent()
    other.answer.catch(() => undefined)
    other.request.emit('login', { ...proxy, host: 'other.example' }, (...given: unknown[]) => answers.push(given))
    expect(answers.at(-1)).toEqual([])
    vi.unstubAllEnvs()
  })

  it('says which variable is wrong when the credentials of a proxy cannot be read', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://anna:100%@proxy.example:3128')
    const { request, answer } = sent()
    request.emit('login', { isProxy: true, host: 'proxy.example', port: 3128 }, () => undefined)
    await expect(answer).rejects.toThrow('The user name or password in HTTPS_PROXY cannot be read.')
    vi.unstubAllEnvs()
  })

  it('says nothing of a packing that Chromium has undone', async () => {
    const { answer, request } = sent({ headers: { 'accept-encoding': 'gzip' } })
    request.emit('response', message(200, { 'content-encoding': 'gzip', 'content-length': '20', etag: '"a"' }).end())
    expect((await answer).headers).toEqual({ etag: '"a"' })
  })

  it('hands a redirect to its caller, so that the token stays with its origin', async () => {
    const token = { authorization: async () => 'Bearer secret', renew: async () => false, granted: () => undefined }
    const authorized = createAuthorizedNet({
      net,
      tokens: { ...token, lifeSeconds: () => undefined },
      trust: originTrust('https://fhir.example.org/r4', []),
      allowHttpLoopback: false,
      extraHeaders: {}
    })
    const answer = authorized.send({ method: 'GET', url: 'https://fhir.example.org/file', authorize: true })
    await vi.waitFor(() => expect(FakeNetRequest.all).toHaveLength(1))
    const [first] = FakeNetRequest.all
    expect(first!.options['headers']).toMatchObject({ authorization: 'Bearer secret' })
    first!.emit('redirect', 307, 'GET', 'https://storage.example.net/file', { 'x-a': ['1'] })
    expect(first!.aborted).toBe(true)
    await vi.waitFor(() => expect(FakeNetRequest.all).toHaveLength(2))
    const second = FakeNetRequest.all[1]!
    expect(second.options['url']).toBe('https://storage.example.net/file')
    expect(second.options['headers']).not.toHaveProperty('authorization')
    second.emit('response', message(200, {}).end('data'))
    expect(await textOf(await answer)).toBe('data')
  })

  it('tells a lost connection, a cut body and a stop apart', async () => {
    const lost = sent()
    lost.request.emit('error', new Error('net::ERR_NAME_NOT_RESOLVED secret.example.org'))
    await expect(lost.answer).rejects.toMatchObject({ code: 'network', retryable: true })
    const cut = sent()
    const body = message(200, {})
    cut.request.emit('response', body)
    body.write('half')
    const response = await cut.answer
    body.destroy(new Error('net::ERR_CONNECTION_RESET'))
    await expect(textOf(response)).rejects.toMatchObject({ code: 'network' })
    const stop = new AbortController()
    const stopped = sent({ signal: stop.signal })
    stop.abort()
    await expect(stopped.answer).rejects.toMatchObject({ code: 'cancelled' })
    expect(stopped.request.aborted).toBe(true)
  })

  it('tells of a stop whoever reads the body later, and nobody else', async () => {
    const stop = new AbortController()
    const { answer, request } = sent({ signal: stop.signal })
    request.emit('response', message(200, {}))
    const response = await answer
    const unheard = vi.fn()
    process.once('uncaughtExceptionMonitor', unheard)
    stop.abort()
    await new Promise(setImmediate)
    process.off('uncaughtExceptionMonitor', unheard)
    expect(unheard).not.toHaveBeenCalled()
    await expect(textOf(response)).rejects.toMatchObject({ code: 'cancelled' })
  })

  it('gives up when nothing arrives for too long', async () => {
    vi.useFakeTimers()
    const { answer, request } = sent({ idleMs: 1000 })
    const failed = expect(answer).rejects.toMatchObject({ code: 'network' })
    vi.advanceTimersByTime(1001)
    await failed
    expect(request.aborted).toBe(true)
    vi.useRealTimers()
  })

  it('asks web addresses only', () => {
    expect(() => net.send({ method: 'GET', url: 'file:///etc/passwd' })).toThrow(/web addresses/)
  })
})

describe('power and notices of the desktop', () => {
  it('say what the computer says', () => {
    fake.power.onBatteryPower = true
    fake.network.online = false
    expect([electronPower.onBattery(), electronPower.onMetered(), electronPower.isOffline?.()]).toEqual([
      true,
      undefined,
      true
    ])
    let woke = 0
    const off = electronPower.onResume(() => (woke += 1))
    fake.power.emit('resume')
    off()
    fake.power.emit('resume')
    expect(woke).toBe(1)
  })

  it('say that the user is away on sleep, a locked screen and a switch of users', () => {
    let away = 0
    const off = electronPower.onAway?.(() => (away += 1))
    for (const event of ['suspend', 'lock-screen', 'user-did-resign-active', 'resume', 'unlock-screen'])
      fake.power.emit(event)
    expect(away).toBe(3)
    off?.()
    for (const event of ['suspend', 'lock-screen', 'user-did-resign-active']) fake.power.emit(event)
    expect(away).toBe(3)
  })

  it('show the window when they are clicked', () => {
    let shown = 0
    createNotifier(() => (shown += 1)).notify('Refresh done', 'Riverbend: new data are here.')
    expect(fake.notifications[0]?.options).toEqual({ title: 'Refresh done', body: 'Riverbend: new data are here.' })
    fake.notifications[0]?.emit('click')
    expect(shown).toBe(1)
  })
})

import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Bridge } from '#shared/contract/bridge.ts'
import { connect } from '../../../src-renderer/host/client.ts'
import { httpBridge, type HttpScope } from '../../../src-renderer/host/http-transport.ts'
import { ipcBridge } from '../../../src-renderer/host/ipc-transport.ts'

const secret = 'the secret of this page'

/** A host that streams events; `down` as when its process ended, `impostor` as when another program took its port. */
function fakeHost(answer: (body: string, signal: AbortSignal) => Promise<Response> = async () => Response.json({})) {
  const streams: { readonly headers: Headers; readonly send: (text: string) => void; readonly end: () => void }[] = []
  const sent: Request[] = []
  const host = { down: false, impostor: false, known: secret }
  let hide = (): void => undefined
  const fetchEvents = async (init: RequestInit): Promise<Response> => {
    const headers = new Headers(init.headers)
    if (headers.get('authorization') !== `Bearer ${host.known}`) return new Response('', { status: 403 })
    const challenge = headers.get('populus-challenge') ?? ''
    const key = host.impostor ? 'something else' : secret
    const proof = createHmac('sha256', key).update(challenge).digest('base64url')
    let control: ReadableStreamDefaultController<Uint8Array>
    const body = new ReadableStream<Uint8Array>({ start: (controller) => void (control = controller) })
    streams.push({
      headers,
      send: (text) => control.enqueue(new TextEncoder().encode(text)),
      end: () => control.close()
    })
    init.signal?.addEventListener('abort', () => control.error(new DOMException('aborted', 'AbortError')))
    return new Response(body, { headers: { 'populus-proof': proof } })
  }
  const scope: HttpScope = {
    async fetch(url, init = {}) {
      if (host.down) throw new TypeError('fetch failed')
      if (url === '/events') return fetchEvents(init)
      if (url === '/') return new Response('')
      sent.push(new Request(`http://127.0.0.1${url as string}`, init))
      return answer(init.body as string, init.signal!)
    },
    addEventListener: (_type, listener) => {
      hide = listener
    }
  }
  return { host, scope, streams, sent, hide: () => hide() }
}

const json =
  (value: unknown, status = 200) =>
  async () =>
    Response.json(value, { status })

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())
/** Lets everything happen that needs no time. */
const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0)
/** Waits for what needs the crypto of the system, which no fake clock drives. */
const until = (check: () => void): Promise<void> => vi.waitFor(check, { interval: 10 })

describe('HTTP transport', () => {
  it('sends name, input and the secret, and gives the value back', async () => {
    const { scope, sent } = fakeHost(json({ ok: true, value: { forMs: 5 } }))
    const transport = connect(httpBridge(secret, scope))
    expect(await transport.call('identity.reveal', { reason: 'care', people: 1 })).toEqual({ forMs: 5 })
    await transport.call('app.info', undefined)
    expect(await Promise.all(sent.map((request) => request.json()))).toEqual([
      ['identity.reveal', { reason: 'care', people: 1 }],
      ['app.info', null]
    ])
    expect(sent[0]!.headers.get('authorization')).toBe(`Bearer ${secret}`)
  })

  it('gives `undefined` where the reply has no value', async () => {
    const { scope } = fakeHost(json({ ok: true }))
    expect(await connect(httpBridge(secret, scope)).call('imports.pending', undefined)).toBeUndefined()
  })

  it('rejects with the error of the service', async () => {
    const error = { code: 'not-found', message: 'There is no such import.', retryable: false }
    const { scope } = fakeHost(json({ ok: false, error }))
    await expect(connect(httpBridge(secret, scope)).call('app.info', undefined)).rejects.toMatchObject(error)
  })

  it.each([
    ['not-allowed', json({}, 403)],
    ['internal', json({}, 500)],
    ['network', async () => Promise.reject(new TypeError('fetch failed'))]
  ] as const)('says %s for what is no reply', async (code, answer) => {
    const { scope } = fakeHost(answer)
    await expect(connect(httpBridge(secret, scope)).call('app.info', undefined)).rejects.toMatchObject({
      name: 'AppError',
      code
    })
  })

  it('ends open calls and the event stream with the page', async () => {
    const { scope, hide, streams } = fakeHost(
      (_body, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
        })
    )
    const bridge = httpBridge(secret, scope)
    const transport = connect(bridge)
    transport.subscribe('imports.arrived', () => undefined)
    await settle()
    const call = transport.call('imports.choose', { what: 'folder' })
    hide()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    await vi.advanceTimersByTimeAsync(60_000)
    expect([streams.length, bridge.state]).toEqual([1, 'connected'])
  })

  it('shares one stream and hears only what was asked for, however it is cut into pieces', async () => {
    const { scope, streams } = fakeHost()
    const transport = connect(httpBridge(secret, scope))
    const heard: unknown[] = []
    const stop = transport.subscribe('command.run', (value) => heard.push(value))
    const stopOther = transport.subscribe('imports.arrived', (value) => heard.push(value))
    await until(() => expect(streams).toHaveLength(1))
    streams[0]!.send('\n[1,"command.run",{"id":"go.')
    streams[0]!.send('back"}]\n[2,"settings.changed",{}]\n')
    await until(() => expect(heard).toHaveLength(1))
    stop()
    streams[0]!.send('[3,"command.run",{"id":"go.forward"}]\n[4,"imports.arrived",{}]\n')
    await until(() => expect(heard).toHaveLength(2))
    expect(heard).toEqual([{ id: 'go.back' }, {}])
    stopOther()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(streams).toHaveLength(1)
  })
})

describe('a host that goes away', () => {
  async function connected(host = fakeHost()) {
    const bridge = httpBridge(secret, host.scope)
    const states: string[] = []
    bridge.watch((state) => states.push(state))
    const heard: string[] = []
    bridge.subscribe((name) => heard.push(name))
    await until(() => expect(host.streams).toHaveLength(1))
    host.streams[0]!.send('[1,"settings.changed",{}]\n')
    await until(() => expect(heard.splice(0)).toEqual(['settings.changed']))
    return { ...host, bridge, states, heard }
  }

  it('is noticed at once when its stream ends, and asked for what was missed when it is back', async () => {
    const { host, streams, states, bridge, heard } = await connected()
    streams[0]!.send('[7,"imports.arrived",{}]\n')
    await until(() => expect(heard).toEqual(['imports.arrived']))
    host.down = true
    streams[0]!.end()
    await until(() => expect([states, bridge.state]).toEqual([['lost'], 'lost']))
    await vi.advanceTimersByTimeAsync(5_000)
    host.down = false
    await vi.advanceTimersByTimeAsync(1_000)
    await until(() => expect(states).toEqual(['lost', 'connected']))
    expect(streams[1]!.headers.get('last-event-id')).toBe('7')
  })

  it('is noticed when it is silent for too long, and not while it gives signs of life', async () => {
    const { host, streams, states } = await connected()
    for (let beat = 0; beat < 20; beat += 1) {
      streams[0]!.send('\n')
      await vi.advanceTimersByTimeAsync(5_000)
    }
    expect(states).toEqual([])
    host.down = true
    await vi.advanceTimersByTimeAsync(20_000)
    expect(states).toEqual(['lost'])
  })

  it('gets no call while it is gone, not even when something answers at its address', async () => {
    const { host, streams, sent, bridge } = await connected()
    host.down = true
    streams[0]!.end()
    await until(() => expect(bridge.state).toBe('lost'))
    host.down = false
    await expect(connect(bridge).call('app.info', undefined)).rejects.toMatchObject({
      code: 'network',
      retryable: true
    })
    expect(sent).toEqual([])
  })

  it.each([
    ['does not know this page', (host: { known: string }) => (host.known = 'another secret')],
    ['cannot prove that it is the same', (host: { impostor: boolean }) => (host.impostor = true)]
  ])('stays strange when what answers in its place %s', async (_, change) => {
    const { host, streams, states, sent, bridge } = await connected()
    change(host)
    streams[0]!.end()
    await until(() => expect(states).toEqual(['strange']))
    await vi.advanceTimersByTimeAsync(3_000)
    expect(states).toEqual(['strange'])
    await expect(connect(bridge).call('app.info', undefined)).rejects.toMatchObject({ code: 'network' })
    expect(sent).toEqual([])
  })

  it('goes on with the secret of a new start when the page is let in again', async () => {
    const { host, streams, states, bridge } = await connected()
    host.known = 'another secret'
    streams[0]!.end()
    await until(() => expect(bridge.state).toBe('strange'))
    host.known = secret
    bridge.enter(secret)
    await until(() => expect(states).toEqual(['strange', 'connected']))
  })
})

describe('IPC transport', () => {
  const bridge: Bridge = { call: async () => ({ ok: true, value: 1 }), subscribe: () => () => undefined }

  it('is used when the preload script put it there', () => {
    expect(ipcBridge({ populus: bridge })).toBe(bridge)
  })

  it.each([{}, { populus: undefined }, { populus: 'x' }, { populus: { call: 1, subscribe: 2 } }, { populus: null }])(
    'is not there: %j',
    (scope) => {
      expect(ipcBridge(scope)).toBeUndefined()
    }
  )
})

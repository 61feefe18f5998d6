import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Bridge } from '#shared/bridge.ts'
import { connect } from '../../../src-renderer/host/client.ts'
import { httpBridge, type HttpScope } from '../../../src-renderer/host/http-transport.ts'
import { ipcBridge } from '../../../src-renderer/host/ipc-transport.ts'

class FakeEventSource {
  static readonly CLOSED = 2
  static readonly all: FakeEventSource[] = []
  readonly url: string
  readyState = 0
  onopen: (() => void) | undefined
  onmessage: ((message: { data: string }) => void) | undefined
  onerror: (() => void) | undefined
  constructor(url: string) {
    this.url = url
    FakeEventSource.all.push(this)
  }
  close(): void {
    this.readyState = FakeEventSource.CLOSED
  }
}

function fakeScope(answer: (body: string, signal: AbortSignal) => Promise<Response>) {
  FakeEventSource.all.length = 0
  let hide = (): void => undefined
  const scope = {
    fetch: (_url: string, init: RequestInit) => answer(init.body as string, init.signal!),
    EventSource: FakeEventSource,
    addEventListener: (_type: 'pagehide', listener: () => void) => {
      hide = listener
    }
  } as unknown as HttpScope
  return { scope, hide: () => hide(), streams: FakeEventSource.all }
}

const json =
  (value: unknown, status = 200) =>
  async () =>
    Response.json(value, { status })
afterEach(() => vi.useRealTimers())

describe('HTTP transport', () => {
  it('sends name and input and gives the value back', async () => {
    const bodies: string[] = []
    const { scope } = fakeScope(async (body) => {
      bodies.push(body)
      return Response.json({ ok: true, value: { untilMs: 5 } })
    })
    const transport = connect(httpBridge(scope))
    expect(await transport.call('identity.reveal', { reason: 'care', people: 1 })).toEqual({ untilMs: 5 })
    await transport.call('app.info', undefined)
    expect(bodies.map((body) => JSON.parse(body) as unknown)).toEqual([
      ['identity.reveal', { reason: 'care', people: 1 }],
      ['app.info', null]
    ])
  })

  it('gives `undefined` where the reply has no value', async () => {
    const { scope } = fakeScope(json({ ok: true }))
    expect(await connect(httpBridge(scope)).call('imports.pending', undefined)).toBeUndefined()
  })

  it('rejects with the error of the service', async () => {
    const error = { code: 'not-found', message: 'There is no such import.', retryable: false }
    const { scope } = fakeScope(json({ ok: false, error }))
    await expect(connect(httpBridge(scope)).call('app.info', undefined)).rejects.toMatchObject(error)
  })

  it.each([
    ['not-allowed', json({}, 403)],
    ['internal', json({}, 500)],
    ['network', async () => Promise.reject(new TypeError('fetch failed'))]
  ] as const)('says %s for what is no reply', async (code, answer) => {
    const { scope } = fakeScope(answer)
    await expect(connect(httpBridge(scope)).call('app.info', undefined)).rejects.toMatchObject({
      name: 'AppError',
      code
    })
  })

  it('ends open calls and the event stream with the page', async () => {
    const { scope, hide, streams } = fakeScope(
      (_body, signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')))
        })
    )
    const transport = connect(httpBridge(scope))
    transport.subscribe('imports.arrived', () => undefined)
    const call = transport.call('imports.choose', { what: 'folder' })
    hide()
    await expect(call).rejects.toMatchObject({ code: 'cancelled' })
    expect(streams.map(({ readyState }) => readyState)).toEqual([FakeEventSource.CLOSED])
  })

  it('shares one stream and hears only what was asked for', () => {
    const { scope, streams } = fakeScope(json({}))
    const transport = connect(httpBridge(scope))
    const heard: unknown[] = []
    const stop = transport.subscribe('command.run', (value) => heard.push(value))
    const stopOther = transport.subscribe('imports.arrived', (value) => heard.push(value))
    expect(streams).toHaveLength(1)
    const send = (name: string, value: unknown): void => streams[0]!.onmessage!({ data: JSON.stringify([name, value]) })
    send('command.run', { id: 'go.back' })
    send('settings.changed', {})
    stop()
    send('command.run', { id: 'go.forward' })
    send('imports.arrived', {})
    expect(heard).toEqual([{ id: 'go.back' }, {}])
    stopOther()
    expect(streams[0]!.readyState).toBe(FakeEventSource.CLOSED)
  })

  it('connects again, ever more slowly, when the host refuses, and at once when the browser does it itself', () => {
    vi.useFakeTimers()
    const { scope, streams } = fakeScope(json({}))
    connect(httpBridge(scope)).subscribe('imports.arrived', () => undefined)
    streams[0]!.onerror!()
    vi.advanceTimersByTime(60_000)
    expect(streams).toHaveLength(1)
    const refuse = (): void => {
      streams.at(-1)!.readyState = FakeEventSource.CLOSED
      streams.at(-1)!.onerror!()
    }
    refuse()
    vi.advanceTimersByTime(1_000)
    expect(streams).toHaveLength(2)
    refuse()
    vi.advanceTimersByTime(1_999)
    expect(streams).toHaveLength(2)
    vi.advanceTimersByTime(1)
    expect(streams).toHaveLength(3)
    streams[2]!.onopen!()
    refuse()
    vi.advanceTimersByTime(1_000)
    expect(streams).toHaveLength(4)
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

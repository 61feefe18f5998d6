import { connect as connectSocket } from 'node:net'
import { networkInterfaces } from 'node:os'
import { describe, expect, it } from 'vitest'
import { startServer } from '../../support/loopback-server.ts'
import { testImportId } from '../../support/services.ts'

const mebibyte = 1024 * 1024

/** Reads events of a stream until so many came. */
async function readEvents(response: Response, count: number): Promise<{ id: string; data: unknown }[]> {
  const found: { id: string; data: unknown }[] = []
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (found.length < count) {
    const { value, done } = await reader.read()
    if (done) break
    text += value
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n')) {
      if (end > 0) {
        const [id, ...data] = JSON.parse(text.slice(0, end)) as [number, ...unknown[]]
        found.push({ id: String(id), data })
      }
      text = text.slice(end + 1)
    }
  }
  await reader.cancel()
  return found
}

describe('loopback server', () => {
  it('listens on 127.0.0.1 and on no other address of this machine', async () => {
    const { port } = await startServer()
    const others = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ family, internal }) => family === 'IPv4' && !internal)
    const reached = await Promise.all(
      others.map(
        ({ address }) =>
          new Promise<boolean>((resolve) => {
            const socket = connectSocket({ host: address, port })
            socket.once('connect', () => resolve(true))
            socket.once('error', () => resolve(false))
          })
      )
    )
    expect(reached).toEqual(others.map(() => false))
  })

  it('sends events to every window, and what a window missed when it comes back', async () => {
    const server = await startServer()
    const authorization = await server.enter()
    const subscribe = (headers: Record<string, string> = {}): Promise<Response> =>
      fetch(`${server.origin}/events`, { headers: { authorization, ...headers } })
    const [first, two] = [await subscribe(), await subscribe()]
    expect(first.headers.get('content-type')).toBe('application/x-ndjson')
    server.events.emit('command.run', { id: 'go.back' })
    server.events.emit('imports.arrived', {})
    const both = [
      { id: '1', data: ['command.run', { id: 'go.back' }] },
      { id: '2', data: ['imports.arrived', {}] }
    ]
    expect(await readEvents(first, 2)).toEqual(both)
    expect(await readEvents(two, 2)).toEqual(both)
    server.events.emit('command.run', { id: 'go.forward' })
    expect(await readEvents(await subscribe({ 'last-event-id': '1' }), 2)).toEqual([
      both[1],
      { id: '3', data: ['command.run', { id: 'go.forward' }] }
    ])
  })

  it('does not send old events to a new window', async () => {
    const server = await startServer()
    const authorization = await server.enter()
    server.events.emit('command.run', { id: 'old' })
    const fresh = await fetch(`${server.origin}/events`, { headers: { authorization } })
    server.events.emit('command.run', { id: 'new' })
    expect(await readEvents(fresh, 1)).toEqual([{ id: '2', data: ['command.run', { id: 'new' }] }])
  })

  it('reads a source only as fast as the page takes it', async () => {
    let made = 0
    const read = (): ReadableStream<Uint8Array> =>
      new ReadableStream(
        {
          pull(controller) {
            if (made === 64) controller.close()
            else {
              made += 1
              controller.enqueue(new Uint8Array(mebibyte))
            }
          }
        },
        { highWaterMark: 0 }
      )
    const server = await startServer({ files: [{ name: 'a', read }] })
    const authorization = await server.enter()
    const { body } = await server.call(authorization, 'imports.stream', { importId: testImportId, file: 0 })
    const { url } = (JSON.parse(body) as { value: { url: string } }).value
    const response = await fetch(server.origin + url, { headers: { authorization } })
    const reader = response.body!.getReader()
    let taken = (await reader.read()).value!.length
    // Nobody reads on: what was made settles at what sockets and streams hold.
    let before = -1
    while (before !== made) {
      before = made
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    expect(made).toBeLessThan(32)
    for (let next = await reader.read(); !next.done; next = await reader.read()) taken += next.value.length
    expect(taken).toBe(64 * mebibyte)
  })

  it('closes a source when the page stops reading', async () => {
    let cancelled: () => void
    const closed = new Promise<void>((resolve) => {
      cancelled = resolve
    })
    const read = (): ReadableStream<Uint8Array> =>
      new ReadableStream({
        pull: (controller) => controller.enqueue(new Uint8Array(mebibyte)),
        cancel: () => cancelled()
      })
    const server = await startServer({ files: [{ name: 'a', read }] })
    const authorization = await server.enter()
    const { body } = await server.call(authorization, 'imports.stream', { importId: testImportId, file: 0 })
    const { url } = (JSON.parse(body) as { value: { url: string } }).value
    const response = await fetch(server.origin + url, { headers: { authorization } })
    const reader = response.body!.getReader()
    await reader.read()
    await reader.cancel()
    await expect(closed).resolves.toBeUndefined()
  })

  it('does not let a source that fails half way look complete', async () => {
    let count = 0
    const read = (): ReadableStream<Uint8Array> =>
      new ReadableStream({
        pull(controller) {
          count += 1
          if (count > 3) controller.error(new Error('the disk is gone'))
          else controller.enqueue(new Uint8Array(10))
        }
      })
    const server = await startServer({ files: [{ name: 'a', read }] })
    const authorization = await server.enter()
    const { body } = await server.call(authorization, 'imports.stream', { importId: testImportId, file: 0 })
    const { url } = (JSON.parse(body) as { value: { url: string } }).value
    const whole = fetch(server.origin + url, { headers: { authorization } }).then((response) => response.arrayBuffer())
    await expect(whole).rejects.toThrow(TypeError)
    expect(server.services.log.entries.map(({ event }) => event)).toContain('server.answer-failed')
  })

  it('says why a source cannot be opened', async () => {
    const { AppError } = await import('#shared/app-error.ts')
    const imports = {
      read: async () => Promise.reject(new AppError('unreadable-file', 'The file cannot be read any more.'))
    }
    const server = await startServer({ imports })
    const authorization = await server.enter()
    const { body } = await server.call(authorization, 'imports.stream', { importId: testImportId, file: 0 })
    const { url } = (JSON.parse(body) as { value: { url: string } }).value
    const response = await server.send({ path: url, headers: { authorization } })
    expect([response.status, JSON.parse(response.body)]).toEqual([
      500,
      { code: 'unreadable-file', message: 'The file cannot be read any more.', retryable: false }
    ])
  })
})

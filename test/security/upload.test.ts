import { describe, expect, it } from 'vitest'
import { startServer } from '../support/loopback-server.ts'

const type = { 'content-type': 'application/octet-stream' }

async function withUpload(maxBytes = 10) {
  const server = await startServer()
  const taken: string[] = []
  const issue = (): string =>
    server.services.dataPlane.accept({
      kind: 'snapshot-part',
      maxBytes,
      async take(bytes) {
        const parts: Uint8Array[] = []
        for await (const part of bytes) parts.push(part)
        taken.push(Buffer.concat(parts).toString())
      }
    })
  return { server, taken, issue, authorization: await server.enter() }
}

describe('upload', () => {
  it('takes the bytes of a ticket once', async () => {
    const { server, taken, issue, authorization } = await withUpload()
    const path = issue()
    const headers = { authorization, origin: server.origin, ...type }
    const first = await server.send({ path, method: 'POST', headers, body: 'columns' })
    expect([first.status, first.body, first.headers['cache-control']]).toEqual([204, '', 'no-store'])
    expect((await server.send({ path, method: 'POST', headers, body: 'again' })).status).toBe(404)
    expect(taken).toEqual(['columns'])
  })

  it('refuses strangers, other origins, other methods and forms', async () => {
    const { server, taken, issue, authorization } = await withUpload()
    const { origin } = server
    const send = (method: string, headers: Readonly<Record<string, string>>): Promise<{ readonly status: number }> =>
      server.send({ path: issue(), method, headers, ...(method === 'GET' ? {} : { body: 'x' }) })
    expect((await send('POST', { ...type })).status).toBe(403)
    expect((await send('POST', { authorization, origin: 'http://127.0.0.1:1', ...type })).status).toBe(403)
    expect((await send('POST', { authorization, ...type })).status).toBe(403)
    expect((await send('POST', { authorization, origin, ...type, 'sec-fetch-site': 'same-site' })).status).toBe(403)
    expect((await send('PUT', { authorization, origin, ...type })).status).toBe(405)
    expect((await send('GET', { authorization, origin })).status).toBe(405)
    expect((await send('POST', { authorization, origin, 'content-type': 'text/plain' })).status).toBe(415)
    expect(taken).toEqual([])
  })

  it('refuses more than was announced, and says nothing about the inside', async () => {
    const { server, taken, issue, authorization } = await withUpload()
    const headers = { authorization, origin: server.origin, ...type }
    const answer = await server.send({ path: issue(), method: 'POST', headers, body: 'x'.repeat(11) })
    expect(answer.status).toBe(500)
    expect(JSON.parse(answer.body)).toMatchObject({ code: 'invalid-input' })
    expect(taken).toEqual([])
  })

  it('gives nothing away for a download ticket, and takes nothing anywhere else', async () => {
    const { server, issue, authorization } = await withUpload()
    const headers = { authorization, origin: server.origin, ...type }
    const ticket = issue().slice('/upload/'.length)
    expect((await server.send({ path: `/data/${ticket}`, headers: { authorization } })).status).toBe(404)
    expect((await server.send({ path: '/', method: 'POST', headers, body: 'x' })).status).toBe(405)
    expect((await server.send({ path: '/upload/', method: 'POST', headers, body: 'x' })).status).toBe(404)
  })
})

import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { RawRequest } from '../support/loopback-server.ts'
import { canary, dataUrl, expectHeaders, withData } from './guarded-server.ts'

describe('launch and session', () => {
  it('lets a page in once, with a secret that no cookie carries', async () => {
    const server = await withData()
    const token = server.token()
    expect(token).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const launched = await server.offer(token)
    expect(launched.status).toBe(200)
    expect(JSON.parse(launched.body)).toEqual({ secret: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) as string })
    expect(launched.headers['set-cookie']).toBeUndefined()
    expect(launched.headers['cache-control']).toBe('no-store')
    expectHeaders(launched)
    const again = await server.offer(token)
    expect([again.status, again.body.includes('secret')]).toEqual([403, false])
    expect(server.reuses()).toBe(1)
    expectHeaders(again)
  })

  it('lets one of twenty in that offer the same token at once', async () => {
    const server = await withData()
    const token = server.token()
    const answers = await Promise.all(Array.from({ length: 20 }, () => server.offer(token)))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  })

  it('lets in by another token each, and gives each page a secret of its own', async () => {
    const server = await withData()
    const [first, two] = [await server.enter(), await server.enter()]
    expect(first).not.toBe(two)
    for (const page of [first, two]) expect((await server.call(page, 'app.info')).status).toBe(200)
  })

  it('forgets a token by a clock that nobody can set', async () => {
    const server = await withData()
    const token = server.token()
    server.services.time.now += 60_000
    expect((await server.offer(token)).status).toBe(403)
  })

  it.each(['', 'x', 'A'.repeat(43), `${'A'.repeat(42)}\u0000`])(
    'does not let in with %j, and the real token still works',
    async (wrong) => {
      const server = await withData()
      const token = server.token()
      expect((await server.offer(wrong)).status).toBe(403)
      expect((await server.offer(token, { host: 'evil.test' })).status).toBe(421)
      expect((await server.offer(token, { origin: 'http://evil.test' })).status).toBe(403)
      expect((await server.offer(token, { 'sec-fetch-site': 'same-site' })).status).toBe(403)
      expect((await server.offer(token, { 'content-type': 'text/plain' })).status).toBe(415)
      expect((await server.send({ path: '/session' })).status).toBe(405)
      expect((await server.offer(token)).status).toBe(200)
    }
  )

  it.each(['{', '{}', '[]', 'null', '1'])('does not let in with the body %s', async (body) => {
    const server = await withData()
    const headers = { origin: server.origin, 'content-type': 'application/json' }
    expect((await server.send({ path: '/session', method: 'POST', headers, body })).status).toBe(403)
  })

  const strangers: readonly RawRequest[] = [
    { path: '/events' },
    { path: '/rpc', method: 'POST', body: '["app.info"]', headers: { 'content-type': 'application/json' } }
  ]
  it.each(strangers)('gives nothing to a request without the secret, whatever else is forged: %j', async (request) => {
    const server = await withData()
    const page = await server.enter()
    const secret = page.slice('Bearer '.length)
    const cookies = [`populus-${server.port}=${secret}`, `populus-session=${secret}`, `session=${secret}`]
    const tries: Record<string, string>[] = [
      {},
      { authorization: 'Bearer ' },
      { authorization: `Bearer ${'A'.repeat(43)}` },
      { authorization: `Basic ${secret}` },
      { authorization: secret },
      ...cookies.map((cookie) => ({ cookie }))
    ]
    for (const headers of tries) {
      const forged = { ...request.headers, origin: server.origin, 'sec-fetch-site': 'same-origin', ...headers }
      const response = await server.send({ ...request, headers: forged })
      expect(response.status).toBe(403)
      expectHeaders(response)
    }
  })

  it('gives the page itself to everybody, with nothing of the data or the session in it', async () => {
    const server = await withData()
    const page = await server.enter()
    for (const path of ['/', '/index.html', '/assets/main-Ab12_x.js']) {
      const response = await server.send({ path })
      expect(response.status).toBe(200)
      expect(response.body).not.toMatch(new RegExp(`${canary}|${page.slice('Bearer '.length)}`))
      expectHeaders(response)
    }
  })

  it('is not locked out by a cookie that a page on another port planted', async () => {
    const server = await withData()
    const page = await server.enter()
    const planted = { cookie: `populus-${server.port}=x; populus-session=y; ${'z=1; '.repeat(20)}` }
    expect((await server.call(page, 'app.info', undefined, planted)).status).toBe(200)
    expect((await server.send({ path: '/', headers: planted })).status).toBe(200)
    expect((await server.offer(server.token(), planted)).status).toBe(200)
  })

  it('proves with every stream of events that it knows the secret of the page', async () => {
    const server = await withData()
    const page = await server.enter()
    const response = await fetch(`${server.origin}/events`, {
      headers: { authorization: page, 'populus-challenge': 'something new' }
    })
    const expected = createHmac('sha256', page.slice('Bearer '.length)).update('something new').digest('base64url')
    expect(response.headers.get('populus-proof')).toBe(expected)
    await response.body!.cancel()
  })

  it('lets a visitor from a link of another site see the page and nothing else', async () => {
    const server = await withData()
    const crossSite = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect((await server.send({ headers: crossSite })).status).toBe(200)
    for (const path of ['/index.html', '/events', '/assets/main-Ab12_x.js'])
      expect((await server.send({ path, headers: crossSite })).status).toBe(403)
  })
})

describe('DNS rebinding and other origins', () => {
  const hostsWithPort = ['evil.test:PORT', 'localhost:PORT', '[::1]:PORT', '127.0.0.1.evil.test:PORT', '127.1:PORT']

  it.each(['evil.test', 'localhost', '127.0.0.1', '127.0.0.1:1', '[::1]:80', ...hostsWithPort])(
    'answers Host %s with 421, whatever else is right',
    async (name) => {
      const server = await withData()
      const host = name.replace('PORT', String(server.port))
      const authorization = await server.enter()
      for (const request of [{ path: '/' }, { path: '/events' }, { path: await dataUrl(server, authorization) }]) {
        const response = await server.send({ ...request, headers: { host, authorization, origin: server.origin } })
        expect(response.status).toBe(421)
        expect(response.body).not.toContain(canary)
      }
      expect((await server.call(authorization, 'app.info', undefined, { host })).status).toBe(421)
    }
  )

  it('answers a call of another origin, or of none, with 403', async () => {
    const server = await withData()
    const authorization = await server.enter()
    const { origin, port } = server
    for (const foreign of [
      'http://evil.test',
      `https://127.0.0.1:${port}`,
      `http://127.0.0.1:${port + 1}`,
      `http://localhost:${port}`,
      'null',
      `${origin}/`,
      ''
    ]) {
      expect((await server.call(authorization, 'settings.set', { theme: 'dark' }, { origin: foreign })).status).toBe(
        403
      )
    }
    const none = {
      path: '/rpc',
      method: 'POST',
      headers: { authorization, 'content-type': 'application/json' },
      body: '["app.info"]'
    }
    expect((await server.send(none)).status).toBe(403)
    expect(server.services.audited).toEqual([])
    expect((await server.call(authorization, 'settings.set', { theme: 'dark' })).status).toBe(200)
  })

  it.each(['same-site', 'cross-site'])('gives nothing to a request that the browser marks as %s', async (site) => {
    const server = await withData()
    const authorization = await server.enter()
    const headers = { authorization, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' }
    const url = await dataUrl(server, authorization)
    for (const path of ['/', '/events', '/assets/main-Ab12_x.js', url]) {
      expect((await server.send({ path, headers })).status).toBe(403)
    }
    expect((await server.call(authorization, 'app.info', undefined, headers)).status).toBe(403)
    // The ticket was not used up by the attempt.
    expect((await server.send({ path: url })).body).toBe(canary)
  })

  it('takes calls only as JSON by POST, and lets no other origin ask whether it may call', async () => {
    const server = await withData()
    const authorization = await server.enter()
    const { origin } = server
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/json; charset=x'
    ]) {
      expect((await server.call(authorization, 'app.info', undefined, { 'content-type': type })).status).toBe(415)
    }
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH']) {
      const response = await server.send({ path: '/rpc', method, headers: { authorization, origin } })
      expect(response.status).toBe(405)
      expect(response.headers['access-control-allow-origin']).toBeUndefined()
    }
    for (const method of ['POST', 'PUT', 'OPTIONS', 'HEAD']) {
      expect((await server.send({ path: '/', method, headers: { authorization, origin } })).status).toBe(405)
    }
  })
})

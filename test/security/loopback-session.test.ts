import { describe, expect, it } from 'vitest'
import type { RawRequest } from '../support/loopback-server.ts'
import { canary, dataUrl, expectHeaders, withData } from './guarded-server.ts'

describe('launch and session', () => {
  it('lets a browser in once, with a cookie that scripts and other sites cannot use', async () => {
    const server = await withData()
    const launched = await server.send({ path: server.launchPath })
    expect(launched.status).toBe(303)
    expect(launched.headers.location).toBe('/')
    const [cookie] = launched.headers['set-cookie']!
    expect(cookie).toMatch(new RegExp(`^populus-${server.port}=[A-Za-z0-9_-]{43}; HttpOnly; SameSite=Strict; Path=/$`))
    expect(launched.body).not.toContain(cookie!.split('=')[1]!.split(';')[0])
    expectHeaders(launched)
    const again = await server.send({ path: server.launchPath })
    expect(again.status).toBe(403)
    expect(again.headers['set-cookie']).toBeUndefined()
    expect(again.body).toContain('Stop Populus, start it again')
    expectHeaders(again)
  })

  it('lets the same browser use the address again, and open a second tab', async () => {
    const server = await withData()
    const cookie = await server.enter()
    expect((await server.send({ path: server.launchPath, headers: { cookie } })).status).toBe(303)
    expect((await server.send({ headers: { cookie } })).status).toBe(200)
    expect((await server.send({ headers: { cookie: `other=1; ${cookie}; x=y` } })).status).toBe(200)
  })

  it.each(['/launch', '/launch?token=', '/launch?token=x', `/launch?token=${'A'.repeat(43)}`, '/launch?token[]=x'])(
    'does not let in with %s, and the real address still works',
    async (path) => {
      const server = await withData()
      expect((await server.send({ path })).status).toBe(403)
      expect((await server.send({ path: server.launchPath })).status).toBe(303)
    }
  )

  const strangers: readonly RawRequest[] = [
    { path: '/' },
    { path: '/index.html' },
    { path: '/assets/main-Ab12_x.js' },
    { path: '/events' },
    { path: '/data/x' },
    { path: '/rpc', method: 'POST', body: '["app.info"]' }
  ]
  it.each(strangers)('gives nothing to a browser without the cookie: %j', async (request) => {
    const server = await withData()
    await server.enter()
    const wrong = `populus-${server.port}=${'A'.repeat(43)}`
    const empty = `populus-${server.port}=`
    const tries: Record<string, string>[] = [{}, { cookie: wrong }, { cookie: empty }, { cookie: 'populus=1' }]
    for (const headers of tries) {
      const response = await server.send({ ...request, headers: { origin: server.origin, ...headers } })
      expect(response.status).toBe(403)
      expectHeaders(response)
      expect(response.body).not.toContain('<script')
    }
  })

  it('lets a visitor from a link of another site in only when the browser has the cookie', async () => {
    const server = await withData()
    const cookie = await server.enter()
    const crossSite = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    const arrival = await server.send({ headers: crossSite })
    expect(arrival.status).toBe(200)
    expect(arrival.body).toContain('url=/?arrived')
    const next = { 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' }
    expect((await server.send({ path: '/?arrived', headers: { ...next, cookie } })).status).toBe(200)
    expect((await server.send({ path: '/?arrived', headers: next })).status).toBe(403)
    expect((await server.send({ path: '/?arrived', headers: crossSite })).status).toBe(403)
  })
})

describe('DNS rebinding and other origins', () => {
  it.each(['evil.test', 'localhost', '127.0.0.1', '127.0.0.1:1', '[::1]:80', '127.0.0.1.evil.test'])(
    'answers Host %s with 421, whatever else is right',
    async (host) => {
      const server = await withData()
      const cookie = await server.enter()
      for (const request of [{ path: '/' }, { path: server.launchPath }, { path: await dataUrl(server, cookie) }]) {
        const response = await server.send({ ...request, headers: { host, cookie, origin: server.origin } })
        expect(response.status).toBe(421)
        expect(response.body).not.toContain(canary)
      }
      expect((await server.call(cookie, 'app.info', undefined, { host })).status).toBe(421)
    }
  )

  it('answers a call of another origin, or of none, with 403', async () => {
    const server = await withData()
    const cookie = await server.enter()
    const { origin, port } = server
    for (const foreign of [
      'http://evil.test',
      `https://127.0.0.1:${port}`,
      `http://localhost:${port}`,
      'null',
      `${origin}/`,
      ''
    ]) {
      expect((await server.call(cookie, 'settings.set', { theme: 'dark' }, { origin: foreign })).status).toBe(403)
    }
    const none = {
      path: '/rpc',
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: '["app.info"]'
    }
    expect((await server.send(none)).status).toBe(403)
    expect(server.services.audited).toEqual([])
    expect((await server.call(cookie, 'settings.set', { theme: 'dark' })).status).toBe(200)
  })

  it.each(['same-site', 'cross-site'])('gives nothing to a request that the browser marks as %s', async (site) => {
    const server = await withData()
    const cookie = await server.enter()
    const headers = { cookie, 'sec-fetch-site': site, 'sec-fetch-mode': 'no-cors' }
    const url = await dataUrl(server, cookie)
    for (const path of ['/', '/events', '/assets/main-Ab12_x.js', url]) {
      expect((await server.send({ path, headers })).status).toBe(403)
    }
    expect((await server.call(cookie, 'app.info', undefined, headers)).status).toBe(403)
    // The ticket was not used up by the attempt.
    expect((await server.send({ path: url, headers: { cookie } })).body).toBe(canary)
  })

  it('takes calls only as JSON by POST', async () => {
    const server = await withData()
    const cookie = await server.enter()
    const { origin } = server
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data',
      'application/json; charset=x'
    ]) {
      expect((await server.call(cookie, 'app.info', undefined, { 'content-type': type })).status).toBe(415)
    }
    for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD', 'PATCH']) {
      expect((await server.send({ path: '/rpc', method, headers: { cookie, origin } })).status).toBe(405)
    }
    for (const method of ['POST', 'PUT', 'OPTIONS', 'HEAD']) {
      expect((await server.send({ path: '/', method, headers: { cookie, origin } })).status).toBe(405)
    }
  })
})

import { describe, expect, it } from 'vitest'
import { startServer, type RawRequest, type RawResponse } from '../support/loopback-server.ts'
import { testImportId, textStream } from '../support/services.ts'

const csp =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

const canary = 'Zanzibara Quimbly'
const withData = () => startServer({ files: [{ name: 'Patient.ndjson', read: () => textStream(canary) }] })

function expectHeaders({ headers }: RawResponse): void {
  expect(headers).toMatchObject({
    'content-security-policy': csp,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer'
  })
}

async function dataUrl(server: Awaited<ReturnType<typeof startServer>>, cookie: string): Promise<string> {
  const { body } = await server.call(cookie, 'imports.stream', { importId: testImportId, file: 0 })
  return (JSON.parse(body) as { value: { url: string } }).value.url
}

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

describe('calls', () => {
  it.each(['', '{', '"app.info"', '{}', '[]', '[1]', '[null]', '[["app.info"]]'])(
    'answers the body %j with 400',
    async (body) => {
      const server = await withData()
      const cookie = await server.enter()
      const headers = { cookie, origin: server.origin, 'content-type': 'application/json' }
      expect((await server.send({ path: '/rpc', method: 'POST', headers, body })).status).toBe(400)
    }
  )

  it('refuses a body that is too long, announced or not', async () => {
    const server = await withData()
    const cookie = await server.enter()
    const headers = { cookie, origin: server.origin, 'content-type': 'application/json' }
    const announced = { ...headers, 'content-length': String(1024 * 1024 + 1) }
    expect((await server.send({ path: '/rpc', method: 'POST', headers: announced })).status).toBe(413)
    const chunked = { ...headers, 'transfer-encoding': 'chunked' }
    const body = JSON.stringify(['app.info', 'x'.repeat(1024 * 1024)])
    const refused = server.send({ path: '/rpc', method: 'POST', headers: chunked, body })
    // The connection may be cut before the whole body was sent; either way the call is not answered.
    await expect(
      refused.then(
        ({ status }) => status,
        () => 413
      )
    ).resolves.toBe(413)
    const fitting = JSON.stringify(['app.info', 'x'.repeat(1024 * 1024 - 20)])
    expect((await server.send({ path: '/rpc', method: 'POST', headers, body: fitting })).status).toBe(200)
  })

  it.each(['nothing', 'constructor', '__proto__', 'toString', 'hasOwnProperty'])('knows no call %s', async (name) => {
    const server = await withData()
    const { status, body } = await server.call(await server.enter(), name)
    expect(status).toBe(200)
    expect(JSON.parse(body)).toMatchObject({ ok: false, error: { code: 'not-found' } })
  })

  it('does not pollute prototypes', async () => {
    const server = await withData()
    const cookie = await server.enter()
    const headers = { cookie, origin: server.origin, 'content-type': 'application/json' }
    const body = '["settings.set", {"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}]'
    await server.send({ path: '/rpc', method: 'POST', headers, body })
    expect(Reflect.get({}, 'polluted')).toBeUndefined()
  })

  it('lets nothing of an internal error out', async () => {
    const imports = {
      openSample: () => {
        throw new Error(`${canary} at /home/quimbly`)
      }
    }
    const server = await startServer({ imports })
    const response = await server.call(await server.enter(), 'sample.open', { patients: 10 })
    expect(response.body).toContain('"code":"internal"')
    expect(JSON.stringify([response, server.services.log.entries])).not.toMatch(/quimbly/i)
  })
})

describe('data', () => {
  it('serves a ticket once, and never from a cache', async () => {
    const server = await withData()
    const cookie = await server.enter()
    const path = await dataUrl(server, cookie)
    const first = await server.send({ path, headers: { cookie } })
    expect([first.status, first.body, first.headers['cache-control']]).toEqual([200, canary, 'no-store'])
    expect(first.headers['content-type']).toBe('application/octet-stream')
    expectHeaders(first)
    const second = await server.send({ path, headers: { cookie } })
    expect([second.status, second.body.includes(canary)]).toEqual([404, false])
    expectHeaders(second)
  })

  it('does not serve a ticket without the cookie, and does not use it up', async () => {
    const server = await withData()
    const cookie = await server.enter()
    const path = await dataUrl(server, cookie)
    expect((await server.send({ path })).status).toBe(403)
    expect((await server.send({ path, method: 'HEAD', headers: { cookie } })).status).toBe(405)
    expect((await server.send({ path, headers: { cookie } })).body).toBe(canary)
  })

  it('does not serve a ticket that is too old', async () => {
    const server = await withData()
    const cookie = await server.enter()
    const path = await dataUrl(server, cookie)
    server.services.time.now += 60_001
    expect((await server.send({ path, headers: { cookie } })).status).toBe(404)
  })
})

describe('files', () => {
  it.each([
    '/../secret.txt',
    '/../../../../../../etc/passwd',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/..%2fsecret.txt',
    '/..%5csecret.txt',
    '/..\\secret.txt',
    '/assets/..\\..\\secret.txt',
    '/%252e%252e/secret.txt',
    '/%c0%ae%c0%ae/secret.txt',
    '/index.html%00.js',
    '/.hidden',
    '//secret.txt',
    '/assets',
    '/assets/',
    '/index.html/',
    '/nothing.js'
  ])('does not serve %s', async (path) => {
    const server = await withData()
    const cookie = await server.enter()
    const response = await server.send({ path, headers: { cookie } })
    expect([400, 404]).toContain(response.status)
    expect(response.body).not.toMatch(/secret|root:|hidden/)
    expectHeaders(response)
  })

  it('does not act as a proxy', async () => {
    const server = await withData()
    const cookie = await server.enter()
    expect((await server.send({ path: 'http://evil.test/', headers: { cookie } })).status).toBe(400)
  })

  it('serves the page with every header, and only hashed files may be kept', async () => {
    const server = await withData()
    const cookie = await server.enter()
    const expected: readonly (readonly [string, string, string])[] = [
      ['/', 'text/html; charset=utf-8', 'no-store'],
      ['/index.html', 'text/html; charset=utf-8', 'no-store'],
      ['/assets/main-Ab12_x.js', 'text/javascript; charset=utf-8', 'private, max-age=31536000, immutable'],
      ['/assets/sql-9.wasm', 'application/wasm', 'private, max-age=31536000, immutable']
    ]
    for (const [path, type, cache] of expected) {
      const response = await server.send({ path, headers: { cookie } })
      expect([response.status, response.headers['content-type'], response.headers['cache-control']]).toEqual([
        200,
        type,
        cache
      ])
      expectHeaders(response)
    }
  })
})

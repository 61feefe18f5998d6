import { describe, expect, it } from 'vitest'
import { startServer } from '../support/loopback-server.ts'
import { canary, dataUrl, expectHeaders, withData } from './guarded-server.ts'

describe('calls', () => {
  it.each(['', '{', '"app.info"', '{}', '[]', '[1]', '[null]', '[["app.info"]]'])(
    'answers the body %j with 400',
    async (body) => {
      const server = await withData()
      const authorization = await server.enter()
      const headers = { authorization, origin: server.origin, 'content-type': 'application/json' }
      expect((await server.send({ path: '/rpc', method: 'POST', headers, body })).status).toBe(400)
    }
  )

  it('refuses a body that is too long, announced or not', async () => {
    const server = await withData()
    const authorization = await server.enter()
    const headers = { authorization, origin: server.origin, 'content-type': 'application/json' }
    const announced = { ...headers, 'content-length': String(32 * 1024 * 1024 + 1) }
    expect((await server.send({ path: '/rpc', method: 'POST', headers: announced })).status).toBe(413)
    const chunked = { ...headers, 'transfer-encoding': 'chunked' }
    const body = JSON.stringify(['app.info', 'x'.repeat(32 * 1024 * 1024)])
    const refused = server.send({ path: '/rpc', method: 'POST', headers: chunked, body })
    // The connection may be cut before the whole body was sent; either way the call is not answered.
    await expect(
      refused.then(
        ({ status }) => status,
        () => 413
      )
    ).resolves.toBe(413)
    const fitting = JSON.stringify(['app.info', 'x'.repeat(32 * 1024 * 1024 - 20)])
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
    const authorization = await server.enter()
    const headers = { authorization, origin: server.origin, 'content-type': 'application/json' }
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
    const authorization = await server.enter()
    const path = await dataUrl(server, authorization)
    const first = await server.send({ path, headers: { authorization } })
    expect([first.status, first.body, first.headers['cache-control']]).toEqual([200, canary, 'no-store'])
    expect(first.headers['content-type']).toBe('application/octet-stream')
    expectHeaders(first)
    const second = await server.send({ path, headers: { authorization } })
    expect([second.status, second.body.includes(canary)]).toEqual([404, false])
    expectHeaders(second)
  })

  it('serves a ticket to nobody but a page, and does not use it up', async () => {
    const server = await withData()
    const authorization = await server.enter()
    const path = await dataUrl(server, authorization)
    const crossSite = { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }
    expect((await server.send({ path, headers: crossSite })).status).toBe(403)
    expect((await server.send({ path, method: 'HEAD', headers: { authorization } })).status).toBe(405)
    expect((await server.send({ path, headers: { authorization } })).body).toBe(canary)
  })

  it('does not serve a ticket that is too old', async () => {
    const server = await withData()
    const authorization = await server.enter()
    const path = await dataUrl(server, authorization)
    server.services.time.now += 60_001
    expect((await server.send({ path, headers: { authorization } })).status).toBe(404)
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
    const authorization = await server.enter()
    const response = await server.send({ path, headers: { authorization } })
    expect([400, 404]).toContain(response.status)
    expect(response.body).not.toMatch(/secret|root:|hidden/)
    expectHeaders(response)
  })

  it('does not act as a proxy', async () => {
    const server = await withData()
    const authorization = await server.enter()
    expect((await server.send({ path: 'http://evil.test/', headers: { authorization } })).status).toBe(400)
  })

  it('serves the page with every header, and only hashed files may be kept', async () => {
    const server = await withData()
    const authorization = await server.enter()
    const expected: readonly (readonly [string, string, string])[] = [
      ['/', 'text/html; charset=utf-8', 'no-store'],
      ['/index.html', 'text/html; charset=utf-8', 'no-store'],
      ['/assets/main-Ab12_x.js', 'text/javascript; charset=utf-8', 'private, max-age=31536000, immutable'],
      ['/assets/sql-9.wasm', 'application/wasm', 'private, max-age=31536000, immutable']
    ]
    for (const [path, type, cache] of expected) {
      const response = await server.send({ path, headers: { authorization } })
      expect([response.status, response.headers['content-type'], response.headers['cache-control']]).toEqual([
        200,
        type,
        cache
      ])
      expectHeaders(response)
    }
  })
})

import { createHash, generateKeyPairSync } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, exportJWK, jwtVerify, importJWK, generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import type { NetPort, NetRequest, NetResponse } from '../../../src-main/host/ports.ts'
import { createTokenSource, type Credentials } from '../../../src-main/auth/access-token.ts'
import { createAuthorizedNet } from '../../../src-main/auth/authorized-net.ts'
import { signAssertion } from '../../../src-main/auth/client-assertion.ts'
import { checkHostedJwks, publicJwks } from '../../../src-main/auth/public-jwks.ts'
import { scopesFor, scopeVersion, uncoveredTypes } from '../../../src-main/auth/scopes.ts'
import { baseAddress, checkServerAddress } from '../../../src-main/auth/server-address.ts'
import { makeSigningKey, readSigningKey, writeSigningKey } from '../../../src-main/auth/signing-key.ts'
import { discover } from '../../../src-main/auth/smart-configuration.ts'
import { systemRandom } from '../../../src-main/host/system.ts'

type Answer = (request: NetRequest) => { status: number; headers?: Record<string, string>; body?: string }

function fakeNet(answer: Answer): NetPort & { readonly sent: NetRequest[] } {
  const sent: NetRequest[] = []
  return {
    sent,
    async send(request): Promise<NetResponse> {
      sent.push(request)
      const { status, headers = {}, body = '' } = answer(request)
      async function* bytes(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(body)
      }
      return { status, headers, body: bytes(), close: () => undefined }
    }
  }
}

describe('signing keys', () => {
  it.each(['ES384', 'RS384'] as const)('makes %s keys whose public set has no private part', async (algorithm) => {
    const key = await makeSigningKey(algorithm)
    const { keys } = JSON.parse(publicJwks([key])) as { keys: Record<string, unknown>[] }
    expect(keys[0]).toMatchObject({ kid: key.kid, alg: algorithm, use: 'sig', key_ops: ['verify'] })
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(keys[0]).not.toHaveProperty(secret)
    expect(await readSigningKey(writeSigningKey(key))).toMatchObject({ kid: key.kid, algorithm })
  })

  it('reads PEM as PKCS#8, PKCS#1 and SEC1, JWK and JWKS', async () => {
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
    const forms = [
      [rsa.export({ type: 'pkcs8', format: 'pem' }), 'RS384'],
      [rsa.export({ type: 'pkcs1', format: 'pem' }), 'RS384'],
      [ec.export({ type: 'sec1', format: 'pem' }), 'ES384'],
      [JSON.stringify(ec.export({ format: 'jwk' })), 'ES384']
    ] as const
    for (const [text, algorithm] of forms) expect((await readSigningKey(text.toString())).algorithm).toBe(algorithm)
    const one = { ...ec.export({ format: 'jwk' }), kid: 'one', key_ops: ['sign'] }
    const two = { ...rsa.export({ format: 'jwk' }), kid: 'two' }
    const publicOne = { ...(await exportJWK((await generateKeyPair('ES384')).publicKey)), kid: 'public' }
    const set = JSON.stringify({ keys: [publicOne, one, two] })
    expect((await readSigningKey(set)).kid).toBe('one')
    expect((await readSigningKey(set, 'two')).kid).toBe('two')
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
    for (const wrong of [weak.toString(), 'hello', '{}', JSON.stringify({ keys: [publicOne] })])
      await expect(readSigningKey(wrong)).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('has the thumbprint of RFC 7638 section 3 as kid', async () => {
    const key = await makeSigningKey('ES384')
    const { crv, kty, x, y } = key.publicJwk
    const canonical = JSON.stringify({ crv, kty, x, y })
    expect(key.kid).toBe(createHash('sha256').update(canonical).digest('base64url'))
  })

  it('finds a hosted key, and says what is wrong with the set', async () => {
    const [key, other] = [await makeSigningKey('ES384'), await makeSigningKey('ES384')]
    const check = (status: number, body: string): Promise<string> =>
      checkHostedJwks(
        fakeNet(() => ({ status, body })),
        'https://example.org/jwks',
        key
      )
    const set = (...keys: object[]): string => JSON.stringify({ keys })
    expect(await check(200, publicJwks([other, key]))).toBe('there')
    expect(await check(200, publicJwks([other]))).toBe('missing')
    expect(await check(200, set(key.publicJwk, key.publicJwk))).toBe('twice')
    expect(await check(200, set({ ...other.publicJwk, kid: key.kid }))).toBe('different')
    expect(await check(404, '')).toBe('unreachable')
    expect(await check(200, '<html>')).toBe('not-a-key-set')
  })
})

describe('client assertions', () => {
  it('hold what SMART Backend Services demands, and no two are alike', async () => {
    const key = await makeSigningKey('RS384')
    const now = 1_700_000_000_000
    const parts = {
      clientId: 'app',
      tokenEndpoint: 'https://example.org/token',
      key,
      clock: { now: () => now },
      random: systemRandom
    }
    const [one, two] = [await signAssertion(parts), await signAssertion(parts)]
    expect(decodeProtectedHeader(one)).toEqual({ alg: 'RS384', kid: key.kid, typ: 'JWT' })
    const { payload } = await jwtVerify(one, await importJWK(key.publicJwk), { currentDate: new Date(now) })
    expect(payload).toMatchObject({ iss: 'app', sub: 'app', aud: 'https://example.org/token' })
    expect(payload.exp).toBeGreaterThan(now / 1000)
    expect(payload.exp).toBeLessThanOrEqual(now / 1000 + 300)
    expect(payload.jti).not.toBe(decodeJwt(two).jti)
  })
})

describe('scopes', () => {
  it('are the fewest, in the version that the server takes', () => {
    expect(scopesFor(['Patient', 'Condition', 'Patient'], 'v1')).toBe('system/Patient.read system/Condition.read')
    expect(scopesFor(['Patient'], 'v2')).toBe('system/Patient.rs')
    expect(scopesFor([], 'v2')).toBe('system/*.rs')
    expect(scopeVersion({ capabilities: ['permission-v1', 'permission-v2'] })).toBe('v1')
    expect(scopeVersion({ capabilities: ['permission-v2'] })).toBe('v2')
    expect(scopeVersion({ capabilities: [] })).toBe('v1')
  })
  it('that were granted cover types or do not', () => {
    expect(uncoveredTypes(['Patient', 'Condition'], 'system/Patient.read')).toEqual(['Condition'])
    expect(uncoveredTypes(['Patient', 'Condition'], 'system/*.rs')).toEqual([])
    expect(uncoveredTypes(['Patient', 'Condition'], 'system/Patient.cruds system/Condition.cud')).toEqual(['Condition'])
    expect(uncoveredTypes(['Patient'], undefined)).toEqual([])
  })
})

describe('addresses', () => {
  it('are https, or http on this computer when that is allowed', () => {
    expect(baseAddress(checkServerAddress('https://example.org/fhir/', false))).toBe('https://example.org/fhir')
    expect(() => checkServerAddress('http://127.0.0.1:1/fhir', false)).toThrow(/https/)
    expect(checkServerAddress('http://127.0.0.1:1/fhir', true).port).toBe('1')
    expect(() => checkServerAddress('http://example.org/fhir', true)).toThrow(/https/)
    expect(() => checkServerAddress('example.org', true)).toThrow(/web address/)
    expect(() => checkServerAddress('http://127.0.0.1.example.org/', true)).toThrow(/https/)
  })
})

describe('discovery', () => {
  it('survives a server that describes nothing, and takes the token address from the CapabilityStatement', async () => {
    const none = await discover(
      fakeNet(() => ({ status: 404, body: '<html>' })),
      'https://example.org/fhir',
      () => 0
    )
    expect(none).toMatchObject({ tokenEndpoint: undefined, server: undefined })
    const url = 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris'
    const extension = [{ url, extension: [{ url: 'token', valueUri: 'https://example.org/token' }] }]
    const statement = {
      software: { name: 'Epic' },
      fhirVersion: '4.0.1',
      rest: [
        {
          security: { extension },
          resource: [{ type: 'Group', operation: [{ name: 'export', definition: 'x/group-export' }] }]
        }
      ]
    }
    const found = await discover(
      fakeNet(({ url: asked }) =>
        asked.endsWith('/metadata') ? { status: 200, body: JSON.stringify(statement) } : { status: 404 }
      ),
      'https://example.org/fhir',
      () => 0
    )
    expect(found.tokenEndpoint).toBe('https://example.org/token')
    expect(found.server).toMatchObject({ software: 'Epic', exportLevels: ['group'], types: ['Group'] })
  })
})

function tokens(credentials: Credentials, answer: Answer, time = { now: 0 }) {
  const net = fakeNet(answer)
  const source = createTokenSource({
    net,
    clock: { now: () => time.now },
    random: systemRandom,
    tokenEndpoint: 'https://example.org/token',
    credentials,
    scope: 'system/*.read',
    pause: async () => undefined
  })
  return { net, source, time }
}

describe('access tokens', () => {
  const basic: Credentials = { kind: 'client_secret_basic', clientId: 'a:b', secret: 's&t' }
  let issued = 0
  const issue: Answer = () => ({
    status: 200,
    body: JSON.stringify({ access_token: `t${(issued += 1)}`, expires_in: 300 })
  })

  it('are renewed early, once for all who wait', async () => {
    issued = 0
    const { net, source, time } = tokens(basic, issue)
    expect(await Promise.all([source.authorization(), source.authorization()])).toEqual(['Bearer t1', 'Bearer t1'])
    time.now = 269_000
    expect(await source.authorization()).toBe('Bearer t1')
    time.now = 271_000
    expect(await Promise.all([source.authorization(), source.authorization()])).toEqual(['Bearer t2', 'Bearer t2'])
    expect(await Promise.all([source.renew('Bearer t2'), source.renew('Bearer t2')])).toEqual([true, true])
    expect(await source.renew('Bearer t2')).toBe(true)
    expect(net.sent).toHaveLength(3)
  })

  it('come by Basic, by a secret in the form, as they are, or not at all', async () => {
    issued = 0
    const { net, source } = tokens(basic, issue)
    await source.authorization()
    expect(net.sent[0]?.headers?.['authorization']).toBe(`Basic ${Buffer.from('a%3Ab:s%26t').toString('base64')}`)
    const post = tokens({ kind: 'client_secret_post', clientId: 'a', secret: 's' }, issue)
    await post.source.authorization()
    expect(Object.fromEntries(new URLSearchParams(post.net.sent[0]?.body))).toMatchObject({
      client_id: 'a',
      client_secret: 's',
      grant_type: 'client_credentials'
    })
    expect(await tokens({ kind: 'bearer', token: 'x' }, issue).source.authorization()).toBe('Bearer x')
    expect(await tokens({ kind: 'none' }, issue).source.authorization()).toBeUndefined()
  })

  it('are not asked for again after a first refusal, but are after one that follows a success', async () => {
    const refused = tokens(basic, () => ({ status: 401, body: '{"error":"invalid_client"}' }))
    await expect(refused.source.authorization()).rejects.toMatchObject({
      code: 'not-allowed',
      message: expect.stringContaining('client id') as string
    })
    expect(refused.net.sent).toHaveLength(1)
    let count = 0
    const flaky = tokens(basic, () => {
      count += 1
      return count === 2 || count === 3
        ? { status: 400 }
        : { status: 200, body: JSON.stringify({ access_token: `t${count}` }) }
    })
    await flaky.source.authorization()
    await flaky.source.renew('Bearer t1')
    expect(await flaky.source.authorization()).toBe('Bearer t4')
  })

  it('take a life that is missing or text', async () => {
    for (const [expires, until] of [
      [undefined, 269_000],
      ['60', 47_000],
      ['soon', 269_000]
    ] as const) {
      const { net, source, time } = tokens(basic, () => ({
        status: 200,
        body: JSON.stringify({ access_token: 'x', expires_in: expires })
      }))
      await source.authorization()
      time.now = until
      await source.authorization()
      expect(net.sent).toHaveLength(1)
      time.now = until + 2000
      await source.authorization()
      expect(net.sent).toHaveLength(2)
    }
  })
})

describe('requests with a token', () => {
  const credentials: Credentials = { kind: 'bearer', token: 'secret' }
  function authorized(answer: Answer) {
    const { source } = tokens(credentials, answer)
    const net = fakeNet(answer)
    return {
      net,
      client: createAuthorizedNet({ net, tokens: source, allowHttpLoopback: false, extraHeaders: { 'x-own': '1' } })
    }
  }

  it('lose it when a redirect leaves the origin, also by the port alone, and do not get it back', async () => {
    const hops = ['https://a.example/1', 'https://a.example/2', 'https://a.example:444/3', 'https://a.example/4']
    const { net, client } = authorized(({ url }) => {
      const next = hops[hops.indexOf(url) + 1]
      return next === undefined ? { status: 200 } : { status: 307, headers: { location: next } }
    })
    await client.send({ method: 'GET', url: hops[0]!, authorize: true })
    expect(net.sent.map(({ headers }) => headers?.['authorization'])).toEqual([
      'Bearer secret',
      'Bearer secret',
      undefined,
      undefined
    ])
    expect(net.sent.map(({ headers }) => headers?.['x-own'])).toEqual(['1', '1', undefined, '1'])
  })

  it('do not follow a redirect to plain http, nor redirects without end', async () => {
    const away = authorized(() => ({ status: 302, headers: { location: 'http://a.example/' } }))
    await expect(away.client.send({ method: 'GET', url: 'https://a.example/', authorize: true })).rejects.toMatchObject(
      { code: 'not-allowed' }
    )
    const circle = authorized(() => ({ status: 302, headers: { location: 'https://a.example/' } }))
    await expect(
      circle.client.send({ method: 'GET', url: 'https://a.example/', authorize: true })
    ).rejects.toMatchObject({ code: 'network' })
    expect(circle.net.sent).toHaveLength(11)
  })

  it('become GET without a body after 303', async () => {
    const { net, client } = authorized(({ method }) =>
      method === 'POST' ? { status: 303, headers: { location: '/x' } } : { status: 200 }
    )
    await client.send({ method: 'POST', url: 'https://a.example/', body: 'x', authorize: false })
    expect(net.sent[1]).toMatchObject({ method: 'GET', url: 'https://a.example/x' })
    expect(net.sent[1]).not.toHaveProperty('body')
    expect(net.sent[0]?.headers).not.toHaveProperty('authorization')
  })

  it('are repeated once with a new token after 401', async () => {
    let issued = 0
    const { source } = tokens({ kind: 'client_secret_post', clientId: 'a', secret: 's' }, () => ({
      status: 200,
      body: JSON.stringify({ access_token: `t${(issued += 1)}` })
    }))
    const net = fakeNet(({ headers }) => ({ status: headers?.['authorization'] === 'Bearer t2' ? 200 : 401 }))
    const client = createAuthorizedNet({ net, tokens: source, allowHttpLoopback: false, extraHeaders: {} })
    const statuses = await Promise.all(
      ['1', '2', '3'].map((path) => client.send({ method: 'GET', url: `https://a.example/${path}`, authorize: true }))
    )
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(issued).toBe(2)
  })
})

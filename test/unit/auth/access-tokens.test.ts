import { describe, expect, it } from 'vitest'
import type { ClientCredentials } from '../../../src-main/auth/client-credentials.ts'
import { createAuthorizedNet } from '../../../src-main/auth/authorized-net.ts'
import { originTrust } from '../../../src-main/auth/origin-trust.ts'
import { fakeNet, tokens, type Answer } from './fake-net.ts'

describe('access tokens', () => {
  const basic: ClientCredentials = { kind: 'client_secret_basic', clientId: 'a:b', secret: 's&t' }
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

  it('are asked for four times at most while the sign-in service does not work, with longer and longer waits', async () => {
    const pauses: number[] = []
    const away = tokens(
      basic,
      () => ({ status: 500 }),
      { now: 0 },
      async (milliseconds) => {
        pauses.push(milliseconds)
      }
    )
    await expect(away.source.authorization()).rejects.toMatchObject({ code: 'network' })
    expect(away.net.sent).toHaveLength(4)
    expect(pauses).toEqual([1000, 4000, 16_000])
  })

  it('tell what was granted only where the server says so', async () => {
    for (const [scope, granted] of [
      ['system/Patient.read', 'system/Patient.read'],
      ['', undefined],
      [undefined, undefined],
      [7, undefined]
    ] as const) {
      const body = JSON.stringify({ access_token: 't', scope })
      const { source } = tokens(basic, () => ({ status: 200, body }))
      await source.authorization()
      expect(source.granted()).toBe(granted)
    }
  })

  it.each(['', '7', 'null', '{}', '{"access_token":""}', '{"access_token":7}'])(
    'are not taken from the answer %j',
    async (body) => {
      const { source } = tokens(basic, () => ({ status: 200, body }))
      await expect(source.authorization()).rejects.toMatchObject({ code: 'not-allowed' })
    }
  )

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
  const credentials: ClientCredentials = { kind: 'bearer', token: 'secret' }
  function authorized(answer: Answer) {
    const { source } = tokens(credentials, answer)
    const net = fakeNet(answer)
    return {
      net,
      client: createAuthorizedNet({
        net,
        tokens: source,
        trust: originTrust('https://a.example/fhir', []),
        allowHttpLoopback: false,
        extraHeaders: { 'x-own': '1' }
      })
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

  it.each([
    [301, 'POST', 'GET'],
    [302, 'POST', 'GET'],
    [303, 'DELETE', 'GET'],
    [302, 'DELETE', 'DELETE'],
    [307, 'POST', 'POST'],
    [308, 'POST', 'POST']
  ] as const)('after %i a %s becomes a %s (RFC 9110, section 15.4)', async (status, method, next) => {
    const { net, client } = authorized(({ url }) =>
      url.endsWith('/x') ? { status: 200 } : { status, headers: { location: '/x' } }
    )
    await client.send({
      method,
      url: 'https://a.example/',
      authorize: false,
      ...(method === 'POST' ? { body: 'b' } : {})
    })
    expect(net.sent[1]?.method).toBe(next)
    expect(net.sent[1]?.body).toBe(next === 'POST' ? 'b' : undefined)
  })

  it('are repeated once with a new token after 401', async () => {
    let issued = 0
    const { source } = tokens({ kind: 'client_secret_post', clientId: 'a', secret: 's' }, () => ({
      status: 200,
      body: JSON.stringify({ access_token: `t${(issued += 1)}` })
    }))
    const net = fakeNet(({ headers }) => ({ status: headers?.['authorization'] === 'Bearer t2' ? 200 : 401 }))
    const client = createAuthorizedNet({
      net,
      tokens: source,
      trust: originTrust('https://a.example/fhir', []),
      allowHttpLoopback: false,
      extraHeaders: {}
    })
    const statuses = await Promise.all(
      ['1', '2', '3'].map((path) => client.send({ method: 'GET', url: `https://a.example/${path}`, authorize: true }))
    )
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 200])
    expect(issued).toBe(2)
  })
})

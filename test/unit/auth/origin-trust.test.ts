import { describe, expect, it } from 'vitest'
import { createAuthorizedNet } from '../../../src-main/auth/authorized-net.ts'
import { isSameSite, originTrust } from '../../../src-main/auth/origin-trust.ts'
import { tokenEndpointOf, unconfirmedOrigin } from '../../../src-main/auth/token-endpoint.ts'
import { fakeNet, tokens, type Answer } from './fake-net.ts'

const same = (a: string, b: string): boolean => isSameSite(new URL(a), new URL(b))
const base = 'https://fhir.example.org/r4'

describe('the site of a server', () => {
  it('ends at the public suffix, also at those of hosting companies', () => {
    expect(same('https://fhir.example.org', 'https://files.example.org:8443')).toBe(true)
    expect(same('https://fhir-ehr.cerner.com', 'https://authorization.cerner.com')).toBe(true)
    expect(same('https://fhirserver.co.uk', 'https://evil.co.uk')).toBe(false)
    expect(same('https://tenant-a.azurewebsites.net', 'https://tenant-b.azurewebsites.net')).toBe(false)
    expect(same('https://a.s3.amazonaws.com', 'https://b.s3.amazonaws.com')).toBe(false)
  })

  it('is the origin alone for addresses without a registered name, and never plain http', () => {
    expect(same('https://fhir.hospital.local', 'https://files.hospital.local')).toBe(false)
    expect(same('https://10.1.2.3:1', 'https://10.1.2.3:2')).toBe(false)
    expect(same('https://ehr', 'https://ehr:8443')).toBe(false)
    expect(same('http://fhir.example.org', 'https://fhir.example.org')).toBe(false)
    const trust = originTrust('http://127.0.0.1:8080/fhir', ['https://files.example.net/some/path'])
    expect(trust.trusts('http://127.0.0.1:8080/auth/token')).toBe(true)
    expect(trust.trusts('http://127.0.0.1:8081/auth/token')).toBe(false)
    expect(trust.trusts('https://files.example.net/1.ndjson')).toBe(true)
  })
})

describe('a token endpoint', () => {
  const where = { typed: undefined, discovered: undefined, trust: originTrust(base, []), allowHttpLoopback: false }

  it('on another site is used when it was typed or confirmed only', () => {
    const discovered = 'https://login.example.net/token'
    expect(unconfirmedOrigin({ ...where, discovered })).toBe('https://login.example.net')
    expect(() => tokenEndpointOf({ ...where, discovered })).toThrow(/https:\/\/login\.example\.net\. Nothing was sent/)
    expect(tokenEndpointOf({ ...where, typed: discovered })).toBe(discovered)
    const trust = originTrust(base, ['https://login.example.net'])
    expect(tokenEndpointOf({ ...where, discovered, trust })).toBe(discovered)
    expect(tokenEndpointOf({ ...where, discovered: 'https://auth.example.org/token' })).toBeDefined()
  })

  it('is never asked in the clear', () => {
    for (const discovered of ['http://evil.example/token', 'http://fhir.example.org/token', 'http://169.254.169.254/t'])
      expect(() => tokenEndpointOf({ ...where, discovered })).toThrow(/https/)
    expect(() => tokenEndpointOf({ ...where, typed: 'http://127.0.0.1:1/token' })).toThrow(/https/)
  })
})

describe('requests with a token', () => {
  function client(answer: Answer, credential: 'bearer' | 'none' = 'bearer') {
    const net = fakeNet(answer)
    const { source } = tokens(credential === 'none' ? { kind: 'none' } : { kind: 'bearer', token: 'secret' }, answer)
    const trust = originTrust(base, ['https://files.example.net'])
    const authorized = createAuthorizedNet({
      net,
      tokens: source,
      trust,
      allowHttpLoopback: true,
      extraHeaders: { 'x-client': '1' }
    })
    return { net, authorized }
  }
  const ok: Answer = () => ({ status: 200 })

  it('are not sent to another site at all', async () => {
    const { net, authorized } = client(ok)
    for (const method of ['GET', 'DELETE'] as const)
      await expect(
        authorized.send({ method, url: 'https://evil.example.com/status', authorize: true })
      ).rejects.toThrow(/https:\/\/evil\.example\.com, which is on another site/)
    expect(net.sent).toEqual([])
    await authorized.send({ method: 'GET', url: 'https://files.example.net/1', authorize: true })
    expect(net.sent[0]?.headers).toMatchObject({ authorization: 'Bearer secret', 'x-client': '1' })
  })

  it('are possible everywhere where there is no token', async () => {
    const { net, authorized } = client(ok, 'none')
    await authorized.send({ method: 'GET', url: 'https://elsewhere.example.com/status', authorize: true })
    expect(net.sent).toHaveLength(1)
    expect(net.sent[0]?.headers).not.toHaveProperty('x-client')
  })

  it('do not reach what only this computer can reach, by file address or redirect', async () => {
    const { net, authorized } = client(ok)
    for (const url of [
      'https://127.0.0.1/x',
      'http://localhost:9/x',
      'https://169.254.169.254/latest',
      'https://[::1]/'
    ])
      await expect(authorized.send({ method: 'GET', url, authorize: false })).rejects.toMatchObject({
        code: 'not-allowed'
      })
    expect(net.sent).toEqual([])
    const away = client(() => ({ status: 302, headers: { location: 'https://169.254.169.254/' } }))
    await expect(
      away.authorized.send({ method: 'GET', url: 'https://files.example.net/1', authorize: false })
    ).rejects.toMatchObject({ code: 'not-allowed' })
  })
})

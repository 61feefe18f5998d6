import { createHash, generateKeyPairSync } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader, exportJWK, jwtVerify, importJWK, generateKeyPair } from 'jose'
import { describe, expect, it } from 'vitest'
import { signAssertion } from '../../../src-main/auth/client-assertion.ts'
import { checkHostedJwks, publicJwks } from '../../../src-main/auth/public-jwks.ts'
import { makeSigningKey, readSigningKey, writeSigningKey } from '../../../src-main/auth/signing-key.ts'
import { systemRandom } from '../../../src-main/ports/system.ts'
import { fakeNet } from './fake-net.ts'

describe('signing keys', () => {
  it.each(['ES384', 'RS384'] as const)('makes %s keys whose public set has no private part', async (algorithm) => {
    const key = await makeSigningKey(algorithm)
    const { keys } = JSON.parse(publicJwks([key])) as { keys: Record<string, unknown>[] }
    expect(keys[0]).toMatchObject({ kid: key.kid, alg: algorithm, use: 'sig', key_ops: ['verify'] })
    for (const secret of ['d', 'p', 'q', 'dp', 'dq', 'qi']) expect(keys[0]).not.toHaveProperty(secret)
    expect(await readSigningKey(writeSigningKey(key))).toMatchObject({ kid: key.kid, algorithm })
  })

  it('makes keys whose names are values on a command line, never options', async () => {
    // One thumbprint in 64 begins with a dash.
    const names = await Promise.all(Array.from({ length: 400 }, async () => (await makeSigningKey('ES384')).kid))
    expect(new Set(names).size).toBe(400)
    expect(names.filter((name) => name.startsWith('-'))).toEqual([])
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
    const firstKey = { ...ec.export({ format: 'jwk' }), kid: 'one', key_ops: ['sign'] }
    const two = { ...rsa.export({ format: 'jwk' }), kid: 'two' }
    const publicOne = { ...(await exportJWK((await generateKeyPair('ES384')).publicKey)), kid: 'public' }
    const set = JSON.stringify({ keys: [publicOne, firstKey, two] })
    expect((await readSigningKey(set)).kid).toBe('one')
    expect((await readSigningKey(set, 'two')).kid).toBe('two')
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey.export({ type: 'pkcs8', format: 'pem' })
    for (const wrong of [weak.toString(), 'hello', '{}', JSON.stringify({ keys: [publicOne] })])
      await expect(readSigningKey(wrong)).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('refuses whatever holds no private key to sign with', async () => {
    const jwk = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ format: 'jwk' })
    const unfit = [
      null,
      7,
      '"text"',
      [],
      { keys: null },
      { keys: 7 },
      { ...jwk, key_ops: ['verify'] },
      { ...jwk, d: 7 }
    ]
    for (const json of unfit)
      await expect(readSigningKey(JSON.stringify(json)), JSON.stringify(json)).rejects.toMatchObject({
        code: 'invalid-input'
      })
    const curve = generateKeyPairSync('ec', { namedCurve: 'secp521r1' }).privateKey.export({ format: 'jwk' })
    await expect(readSigningKey(JSON.stringify(curve))).rejects.toMatchObject({ code: 'invalid-input' })
  })

  it('signs with the algorithm that the key is for', async () => {
    const jwkOf = (curve: string) =>
      generateKeyPairSync('ec', { namedCurve: curve }).privateKey.export({ format: 'jwk' })
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' })
    const algorithmOf = async (jwk: object): Promise<string> => (await readSigningKey(JSON.stringify(jwk))).algorithm
    expect(await algorithmOf(jwkOf('P-384'))).toBe('ES384')
    expect(await algorithmOf(jwkOf('P-256'))).toBe('ES256')
    expect(await algorithmOf(rsa)).toBe('RS384')
    expect(await algorithmOf({ ...rsa, alg: 'RS256' })).toBe('RS256')
    expect(await algorithmOf({ ...rsa, alg: 'PS512' })).toBe('RS384')
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
    const [first, two] = [await signAssertion(parts), await signAssertion(parts)]
    expect(decodeProtectedHeader(first)).toEqual({ alg: 'RS384', kid: key.kid, typ: 'JWT' })
    const { payload } = await jwtVerify(first, await importJWK(key.publicJwk), { currentDate: new Date(now) })
    expect(payload).toMatchObject({ iss: 'app', sub: 'app', aud: 'https://example.org/token' })
    expect(payload.exp).toBeGreaterThan(now / 1000)
    expect(payload.exp).toBeLessThanOrEqual(now / 1000 + 300)
    expect(payload.jti).not.toBe(decodeJwt(two).jti)
  })
})

import { SignJWT } from 'jose'
import { describe, expect, it } from 'vitest'
import { signAssertion } from '../../../src-main/auth/client-assertion.ts'
import { makeSigningKey, type SigningKey } from '../../../src-main/auth/signing-key.ts'
import type { WebRequest, WebResponse } from '../../../src-main/ports/host.ts'
import { systemRandom } from '../../../src-main/ports/system.ts'
import { createPopulationHistory } from '../../../src-main/sample/server/population-history.ts'
import {
  createSampleServer,
  type SampleServerSettings,
  type SampleServer
} from '../../../src-main/sample/server/sample-server.ts'
import { smallHistory } from '../../integration/bulk/sandbox.ts'

const origin = 'http://127.0.0.1:1'
const clock = { now: () => 1_790_000_000_000 }

function ask(server: SampleServer, target: string, change: Partial<WebRequest> = {}): Promise<WebResponse> {
  return server.handle({ method: 'GET', target, headers: {}, body: '', origin, ...change })
}

function form(fields: Record<string, string>): Partial<WebRequest> {
  return { method: 'POST', body: new URLSearchParams(fields).toString() }
}

function assertionForm(assertion: string): Partial<WebRequest> {
  return form({
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
    scope: 'system/*.read'
  })
}

function open(options: Partial<SampleServerSettings> = {}): SampleServer {
  return createSampleServer({ history: smallHistory(), clock, random: systemRandom, retryAfterSeconds: 0, ...options })
}

describe('the sign-in service of the sandbox', () => {
  async function signed(
    change: (jwt: SignJWT, key: SigningKey) => SignJWT = (jwt) => jwt,
    header = {}
  ): Promise<number> {
    const key = await makeSigningKey('ES384')
    const server = open({ clients: [{ clientId: 'app', jwks: { keys: [key.publicJwk] } }] })
    const jwt = new SignJWT()
      .setProtectedHeader({ alg: 'ES384', kid: key.kid, typ: 'JWT', ...header })
      .setIssuer('app')
      .setSubject('app')
      .setAudience(`${origin}/auth/token`)
      .setExpirationTime(clock.now() / 1000 + 200)
      .setJti('1')
    return (await ask(server, '/auth/token', assertionForm(await change(jwt, key).sign(key.privateKey)))).status
  }

  it('takes a right assertion and refuses each wrong one', async () => {
    expect(await signed()).toBe(200)
    expect(await signed((jwt) => jwt.setAudience('https://example.org'))).toBe(401)
    expect(await signed((jwt) => jwt.setExpirationTime(clock.now() / 1000 + 400))).toBe(401)
    expect(await signed((jwt) => jwt.setExpirationTime(clock.now() / 1000 - 1))).toBe(401)
    expect(await signed((jwt) => jwt.setSubject('other'))).toBe(401)
    expect(await signed((jwt) => jwt.setIssuer('other'))).toBe(401)
    expect(await signed((jwt) => jwt, { kid: 'other' })).toBe(401)
    expect(await signed((jwt) => jwt, { typ: 'other' })).toBe(401)
  })

  it('refuses another key under the same kid, and a jti that was used', async () => {
    const [key, thief] = [await makeSigningKey('RS384'), await makeSigningKey('RS384')]
    const server = open({ clients: [{ clientId: 'app', jwks: { keys: [key.publicJwk] } }] })
    const parts = { clientId: 'app', tokenEndpoint: `${origin}/auth/token`, clock, random: systemRandom }
    const assertion = await signAssertion({ ...parts, key })
    expect((await ask(server, '/auth/token', assertionForm(assertion))).status).toBe(200)
    expect((await ask(server, '/auth/token', assertionForm(assertion))).status).toBe(401)
    const forged = await signAssertion({ ...parts, key: { ...thief, kid: key.kid } })
    expect((await ask(server, '/auth/token', assertionForm(forged))).status).toBe(401)
  })

  it('takes secrets in both places', async () => {
    const server = open({ clients: [{ clientId: 'a:b', secret: 'x' }] })
    const grant = { grant_type: 'client_credentials', scope: 'system/*.read' }
    const basic = { authorization: `Basic ${Buffer.from('a%3Ab:x').toString('base64')}` }
    expect((await ask(server, '/auth/token', { ...form(grant), headers: basic })).status).toBe(200)
    expect((await ask(server, '/auth/token', form({ ...grant, client_id: 'a:b', client_secret: 'x' }))).status).toBe(
      200
    )
    expect((await ask(server, '/auth/token', form({ ...grant, client_id: 'a:b', client_secret: 'y' }))).status).toBe(
      401
    )
    expect((await ask(server, '/fhir/Patient')).status).toBe(401)
  })
})

describe('exports of the sandbox', () => {
  const prefer = { headers: { prefer: 'respond-async' } }
  it('are refused with what is wrong', async () => {
    const server = open()
    const status = async (target: string): Promise<number> => (await ask(server, target, prefer)).status
    expect((await ask(server, '/fhir/$export')).status).toBe(400)
    expect(await status('/fhir/$export?_since=yesterday')).toBe(400)
    expect(await status('/fhir/$export?_outputFormat=csv')).toBe(400)
    expect(await status('/fhir/$export?_typeFilter=Patient%3F_include%3Dx')).toBe(400)
    expect(await status('/fhir/$export?unknown=1')).toBe(400)
    expect(await status('/fhir/Group/none/$export')).toBe(404)
    expect(server.jobs()).toBe(0)
    expect(
      (await ask(server, '/fhir/$export?unknown=1', { headers: { prefer: 'respond-async, handling=lenient' } })).status
    ).toBe(202)
  })
  it('are limited in number, can be deleted once, and unknown ones are 404', async () => {
    const server = open({ maxJobs: 1 })
    const first = await ask(server, '/fhir/Patient/$export', prefer)
    expect((await ask(server, '/fhir/$export', prefer)).status).toBe(429)
    const path = new URL(first.headers['content-location']!).pathname
    const statuses: number[] = []
    for (const method of ['DELETE', 'DELETE', 'GET']) statuses.push((await ask(server, path, { method })).status)
    expect(statuses).toEqual([202, 404, 404])
  })
  it('tell a step that is within the steps, however often somebody looks', async () => {
    const server = open({ pollsBeforeDone: 2, faults: [{ at: 'status', kind: 'no-retry-after', times: 4 }] })
    const first = await ask(server, '/fhir/Patient/$export', prefer)
    const path = new URL(first.headers['content-location']!).pathname
    const told: (string | undefined)[] = []
    for (let look = 0; look < 4; look++) told.push((await ask(server, path)).headers['x-progress'])
    expect(told).toEqual(['1 of 2 steps', '2 of 2 steps', '2 of 2 steps', '2 of 2 steps'])
  })
  it('have groups by payer, which are searched and read', async () => {
    const history = createPopulationHistory({ patients: 20, days: ['2026-10-31'] })
    const server = open({ history })
    const { entry } = JSON.parse((await ask(server, '/fhir/Group')).body as string) as {
      entry: { resource: { id: string; quantity: number; name: string } }[]
    }
    expect(entry.length).toBeGreaterThan(2)
    const group = JSON.parse((await ask(server, `/fhir/Group/${entry[0]!.resource.id}`)).body as string) as {
      member: unknown[]
    }
    expect(group.member).toHaveLength(entry[0]!.resource.quantity)
  })
})

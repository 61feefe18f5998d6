import { describe, expect, it } from 'vitest'
import { createTokenSource } from '../../../src-main/auth/access-token.ts'
import type { Grant, GrantStore } from '../../../src-main/auth/grant.ts'
import { makeSigningKey } from '../../../src-main/auth/signing-key.ts'
import { discover } from '../../../src-main/auth/smart-configuration.ts'
import type { WebHandler, WebResponse } from '../../../src-main/ports/host.ts'
import { systemRandom } from '../../../src-main/ports/system.ts'
import {
  createPersonSignIn,
  type PersonCredentials,
  type SignInStart
} from '../../../src-main/services/sign-in/person-sign-in.ts'
import { planSignIn } from '../../../src-main/services/sign-in/sign-in-plan.ts'
import { handlerNet } from '../../support/handler-net.ts'
import { createLaunchServer, type LaunchServer, type LaunchServerOptions } from '../../support/launch-server.ts'

const origin = 'https://ehr.example.org'
const base = `${origin}/fhir`
const here = 'http://127.0.0.1:49152'

interface Scene {
  readonly server: LaunchServer
  readonly time: { now: number }
  readonly refusals: string[]
  readonly stored: { grant?: Grant | undefined }
  readonly grants: GrantStore
  readonly credentials: PersonCredentials
  readonly net: ReturnType<typeof handlerNet>
  readonly persons: ReturnType<typeof createPersonSignIn>
  readonly timers: (() => void)[]
  readonly begin: (redirect?: SignInStart['redirect']) => Promise<string>
  /** What the browser of the person asks of this computer. */
  readonly browse: (address: string, host?: string) => Promise<WebResponse>
  readonly isListening: () => boolean
}

async function scene(
  options: Partial<LaunchServerOptions> = {},
  key?: PersonCredentials['key'],
  types: readonly string[] = ['Patient']
): Promise<Scene> {
  const time = { now: Date.parse('2026-03-01T12:00:00Z') }
  const clock = { now: () => time.now }
  const server = await createLaunchServer({ clock, random: systemRandom, ...options })
  const net = handlerNet({ [origin]: server.handle, 'https://evil.example.com': server.handle })
  const stored: Scene['stored'] = {}
  const grants: GrantStore = {
    read: async () => stored.grant,
    change: async (make) => (stored.grant = await make(stored.grant))
  }
  const credentials: PersonCredentials = { kind: 'authorization_code', clientId: 'app', key, grants }
  const refusals: string[] = []
  const timers: (() => void)[] = []
  let handler: WebHandler | undefined
  const listening = new Set<WebHandler>()
  const persons = createPersonSignIn({
    net,
    serve: async (take) => {
      handler = take
      listening.add(take)
      const stop = async (): Promise<void> => void listening.delete(take)
      return { origin: here, finish: stop, close: stop }
    },
    browser: { takesScheme: true, open: async () => true },
    clock,
    random: systemRandom,
    checkAddress: () => undefined,
    later(_, act) {
      timers.push(act)
      return () => void timers.splice(timers.indexOf(act), 1)
    },
    store: async (_, grant) => void (await grants.change(async () => grant)),
    refused: async (_, reason) => void refusals.push(reason),
    changed: () => undefined
  })
  const settings = { base, scopes: undefined, typeFilters: [], trustedOrigins: [], allowHttpLoopback: false }
  return {
    server,
    time,
    refusals,
    stored,
    grants,
    credentials,
    net,
    persons,
    timers,
    isListening: () => listening.size > 0,
    async begin(redirect = 'loopback') {
      const plan = planSignIn(settings, await discover(net, base, () => time.now), types)
      return (await persons.begin('c1', { plan, credentials, redirect })).address
    },
    async browse(address, host = new URL(here).host) {
      const { pathname, search } = new URL(address)
      if (handler === undefined || !listening.has(handler)) throw new Error('Nobody listens.')
      return handler({ method: 'GET', target: `${pathname}${search}`, headers: { host }, body: '', origin: here })
    }
  }
}

describe('a sign-in by a person', () => {
  it('asks for the fewest permissions with PKCE, and stores what the server grants to the person', async () => {
    const { begin, browse, server, stored, isListening, persons, timers } = await scene()
    const address = new URL(await begin())
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      response_type: 'code',
      client_id: 'app',
      redirect_uri: `${here}/callback`,
      aud: base,
      code_challenge_method: 'S256',
      scope: 'openid fhirUser offline_access user/Patient.rs'
    })
    expect(persons.state('c1')).toEqual({ address: address.href })
    const page = await browse(server.agree(address.href))
    expect(page).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store', connection: 'close' } })
    expect(stored.grant).toMatchObject({ base, clientId: 'app', subject: 'practitioner-1', name: 'Dr. Ada Example' })
    expect(stored.grant?.refreshToken).toBeDefined()
    expect([persons.state('c1'), isListening(), timers]).toEqual([undefined, false, []])
  })

  it('is one where two are begun at the same time, and listens no longer when it ends', async () => {
    const { begin, persons, isListening, timers } = await scene()
    await Promise.all([begin(), begin()])
    await persons.cancel('c1')
    expect([persons.state('c1'), isListening(), timers]).toEqual([undefined, false, []])
  })

  it('proves the client by its key where it has one, and comes back by the scheme where that is chosen', async () => {
    const key = await makeSigningKey('ES384')
    const { begin, server, stored, persons, isListening } = await scene({ jwks: { keys: [key.publicJwk] } }, key)
    const address = await begin('scheme')
    expect(new URL(address).searchParams.get('redirect_uri')).toBe('populus://callback')
    expect(isListening()).toBe(false)
    const answer = new URL(server.agree(address)).searchParams
    expect(await persons.answer(answer)).toMatchObject({ ok: true })
    expect(stored.grant?.subject).toBe('practitioner-1')
  })

  const wrong: readonly {
    readonly what: string
    readonly reason: string
    readonly says: RegExp
    readonly server?: Partial<LaunchServerOptions>
    readonly answer?: Readonly<Record<string, string | undefined>>
  }[] = [
    {
      what: 'a denial',
      reason: 'denied',
      says: /was denied/,
      answer: { code: undefined, error: 'access_denied' }
    },
    { what: 'no code', reason: 'incomplete', says: /contains no code/, answer: { code: '' } },
    {
      what: 'the answer of another server',
      reason: 'wrong-issuer',
      says: /another sign-in service/,
      answer: { iss: 'https://evil.example.com' }
    },
    {
      what: 'an answer without the promised issuer',
      reason: 'wrong-issuer',
      says: /another sign-in service/,
      answer: { iss: undefined }
    },
    { what: 'a code that was used', reason: 'replayed', says: /used before/, answer: { code: 'old' } },
    {
      what: 'an identity from another issuer',
      reason: 'wrong-identity',
      says: /from another server/,
      server: { claims: { iss: 'https://evil.example.com' } }
    },
    {
      what: 'an identity for another client',
      reason: 'wrong-identity',
      says: /another client/,
      server: { claims: { aud: 'other' } }
    },
    {
      what: 'an identity of another sign-in',
      reason: 'wrong-identity',
      says: /another sign-in/,
      server: { claims: { nonce: 'other' } }
    },
    { what: 'an identity that is over', reason: 'wrong-identity', says: /expired/, server: { claims: { exp: 1000 } } },
    {
      what: 'an identity that is not signed',
      reason: 'wrong-identity',
      says: /signature/,
      server: { issued: { id_token: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4In0.' } }
    },
    {
      what: 'a server that does not say who signed in',
      reason: 'wrong-identity',
      says: /did not say who/,
      server: { issued: { id_token: undefined } }
    }
  ]
  it.each(wrong)('stores nothing after $what, and says so', async ({ reason, says, server: options, answer }) => {
    const { begin, browse, server, stored, refusals, persons } = await scene(options)
    const page = await browse(server.agree(await begin(), answer))
    expect(page.status).toBe(400)
    expect(persons.state('c1')?.problem).toMatch(says)
    expect([refusals, stored.grant]).toEqual([[reason], undefined])
  })

  it('uses an answer once, hears only its own, and goes on waiting after one of a stranger', async () => {
    const { begin, browse, server, stored, refusals, persons } = await scene()
    const address = await begin()
    const right = server.agree(address)
    expect((await browse(server.agree(address, { state: 'guess' }))).status).toBe(400)
    expect((await browse(right, 'evil.example.com:49152')).status).toBe(404)
    expect([refusals, persons.state('c1')]).toEqual([['wrong-state'], { address }])
    expect((await browse(right)).status).toBe(200)
    const first = stored.grant
    expect(await persons.answer(new URL(right).searchParams)).toMatchObject({ ok: false })
    expect([refusals, stored.grant]).toEqual([['wrong-state', 'replayed'], first])
  })

  it('stops waiting after its time, when it is cancelled, and when another one begins', async () => {
    const { begin, persons, refusals, timers, isListening } = await scene()
    const first = await begin()
    const second = await begin()
    expect([first === second, timers.length]).toEqual([false, 1])
    timers[0]?.()
    await expect.poll(() => refusals).toEqual(['timed-out'])
    expect(persons.state('c1')?.problem).toMatch(/ten minutes/)
    await begin()
    await persons.cancel('c1')
    expect([persons.state('c1'), isListening(), timers]).toEqual([undefined, false, []])
  })

  it('does not begin at a server that takes no S256, or that names a sign-in page on another site', async () => {
    const plain = await scene({ configuration: { code_challenge_methods_supported: ['plain'] } })
    await expect(plain.begin()).rejects.toMatchObject({ refusal: 'no-pkce', code: 'not-supported' })
    const foreign = await scene({ configuration: { authorization_endpoint: 'https://evil.example.com/authorize' } })
    await expect(foreign.begin()).rejects.toThrow(/on another site, https:\/\/evil\.example\.com/)
    const none = await scene({ configuration: { authorization_endpoint: undefined } })
    await expect(none.begin()).rejects.toMatchObject({ code: 'not-supported' })
  })
})

describe('the grant of a person', () => {
  async function signedIn(options: Partial<LaunchServerOptions> = {}) {
    const all = await scene(options)
    await all.browse(all.server.agree(await all.begin()))
    const source = () =>
      createTokenSource({
        net: all.net,
        clock: { now: () => all.time.now },
        random: systemRandom,
        tokenEndpoint: undefined,
        credentials: all.credentials,
        scope: '',
        pause: async () => undefined
      })
    return { ...all, source }
  }

  it('is renewed by several processes in turn, each with the newest refresh token', async () => {
    const { source, server, time, stored } = await signedIn()
    const [mine, other] = [source(), source()]
    const first = await mine.authorization()
    expect(await other.authorization()).toBe(first)
    expect(mine.granted()).toBe('openid fhirUser offline_access user/Patient.rs')
    time.now += 280_000
    const [second] = await Promise.all([mine.authorization(), mine.authorization()])
    expect(second).not.toBe(first)
    expect(await other.authorization()).toBe(second)
    expect(server.refreshed).toHaveLength(1)
    expect(await other.renew(second)).toBe(true)
    expect(await other.authorization()).not.toBe(second)
    expect(server.refreshed[1]).not.toBe(server.refreshed[0])
    expect(stored.grant?.signedInAt).toBe(Date.parse('2026-03-01T12:00:00Z'))
  })

  it('is over when the server says so, and when it cannot be renewed', async () => {
    const { source, server, time, stored } = await signedIn()
    server.refreshed.length = 0
    stored.grant = { ...stored.grant!, refreshToken: 'stolen' }
    time.now += 280_000
    await expect(source().authorization()).rejects.toThrow(/Nobody is signed in/)
    expect(stored.grant).toBeUndefined()
    const short = await signedIn({ offline: false })
    const tokens = short.source()
    short.time.now += 299_000
    expect(await tokens.authorization()).toMatch(/^Bearer /)
    short.time.now += 2_000
    await expect(tokens.authorization()).rejects.toThrow(/Nobody is signed in/)
  })

  it('does not go on as another person', async () => {
    const { source, stored, time } = await signedIn()
    const tokens = source()
    await tokens.authorization()
    stored.grant = { ...stored.grant!, subject: 'practitioner-2', accessToken: 'theirs', issuedAt: time.now + 300_000 }
    time.now += 300_000
    await expect(tokens.authorization()).rejects.toThrow(/Another person signed in/)
  })

  it('is revoked when the person signs out, also where the server does not hear of it', async () => {
    const { persons, credentials, server, stored } = await signedIn()
    const { refreshToken, accessToken } = stored.grant!
    expect(await persons.signOut('c1', credentials)).toBe('revoked')
    expect([server.revoked, stored.grant]).toEqual([[refreshToken, accessToken], undefined])
    expect(await persons.signOut('c1', credentials)).toBeUndefined()
    const silent = await signedIn({ configuration: { revocation_endpoint: undefined } })
    expect(await silent.persons.signOut('c1', silent.credentials)).toBe('not-offered')
    expect(silent.stored.grant).toBeUndefined()
  })
})

import { createLocalJWKSet, decodeProtectedHeader, errors, jwtVerify, type JSONWebKeySet } from 'jose'
import type { ClockPort, RandomPort, WebRequest, WebResponse } from '../../ports/host.ts'
import type { FaultPlan } from './fault-plan.ts'
import { json } from './outcome.ts'

/** A client that is registered with the sandbox. */
export interface RegisteredClient {
  readonly clientId: string
  readonly jwks?: JSONWebKeySet
  /** For HTTP Basic and for a secret in the form. */
  readonly secret?: string
  /** What may be granted; everything asked for when absent. */
  readonly scopes?: readonly string[]
}

/** Issues and checks access tokens. */
export interface SmartAuthority {
  /** Answers a request for a token. */
  token(request: WebRequest): Promise<WebResponse>
  /** @returns the granted scopes, or `undefined` for a token that is unknown or over */
  check(authorization: string | undefined): readonly string[] | undefined
  /** Ends every token at once. */
  revokeAll(): void
}

/** Dependencies of {@link createSmartAuthority}. */
export interface SmartAuthorityDependencies {
  readonly clients: readonly RegisteredClient[]
  readonly tokenSeconds: number
  readonly faults: FaultPlan
  readonly clock: ClockPort
  readonly random: RandomPort
}

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
const maxAssertionSeconds = 300
const shortLifeSeconds = 1

class Refusal extends Error {
  readonly code: string
  constructor(code: string, description: string) {
    super(description)
    this.code = code
  }
}

/** SMART Backend Services: every check that the standard asks of a server, on real signatures. */
export function createSmartAuthority({
  clients,
  tokenSeconds,
  faults,
  clock,
  random
}: SmartAuthorityDependencies): SmartAuthority {
  const tokens = new Map<string, { readonly until: number; readonly scopes: readonly string[] }>()
  const usedIds = new Map<string, number>()

  async function identify(form: URLSearchParams, request: WebRequest): Promise<RegisteredClient> {
    const basic = /^Basic (.+)$/.exec(request.headers['authorization'] ?? '')?.[1]
    if (basic !== undefined) {
      const [id = '', secret = ''] = Buffer.from(basic, 'base64').toString().split(':').map(decodeURIComponent)
      return bySecret(id, secret)
    }
    if (form.has('client_secret')) return bySecret(form.get('client_id') ?? '', form.get('client_secret') ?? '')
    if (form.get('client_assertion_type') !== assertionType)
      throw new Refusal('invalid_request', 'client_assertion_type is missing or wrong')
    return byAssertion(form.get('client_assertion') ?? '', `${request.origin}${request.target}`)
  }

  function bySecret(id: string, secret: string): RegisteredClient {
    const client = clients.find(({ clientId }) => clientId === id)
    if (client?.secret === undefined || client.secret !== secret)
      throw new Refusal('invalid_client', 'unknown client or secret')
    return client
  }

  async function byAssertion(assertion: string, audience: string): Promise<RegisteredClient> {
    const now = clock.now()
    let header: ReturnType<typeof decodeProtectedHeader>
    try {
      header = decodeProtectedHeader(assertion)
    } catch {
      throw new Refusal('invalid_request', 'client_assertion is no JWT')
    }
    if (header.kid === undefined) throw new Refusal('invalid_client', 'kid is missing')
    if (header.typ !== 'JWT') throw new Refusal('invalid_client', 'typ is not JWT')
    const claims = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString()) as { iss?: unknown }
    const client = clients.find(({ clientId }) => clientId === claims.iss)
    if (client?.jwks === undefined) throw new Refusal('invalid_client', 'unknown iss')
    if (client.jwks.keys.filter(({ kid }) => kid === header.kid).length !== 1)
      throw new Refusal('invalid_client', 'not exactly one key has this kid')
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(client.jwks), {
      algorithms: ['RS384', 'ES384'],
      issuer: client.clientId,
      subject: client.clientId,
      audience,
      requiredClaims: ['exp', 'jti'],
      currentDate: new Date(now)
    })
    if (typeof payload.aud !== 'string') throw new Refusal('invalid_client', 'aud is not one text')
    if ((payload.exp ?? 0) * 1000 > now + maxAssertionSeconds * 1000)
      throw new Refusal('invalid_client', 'exp is more than five minutes ahead')
    for (const [id, until] of usedIds) if (until < now) usedIds.delete(id)
    const id = `${client.clientId} ${payload.jti ?? ''}`
    if (usedIds.has(id)) throw new Refusal('invalid_client', 'jti was used before')
    usedIds.set(id, (payload.exp ?? 0) * 1000)
    return client
  }

  function grant(client: RegisteredClient, asked: string): WebResponse {
    const wanted = asked.split(/\s+/).filter((scope) => scope !== '')
    if (wanted.length === 0) throw new Refusal('invalid_scope', 'scope is required')
    const scopes = wanted.filter((scope) => client.scopes === undefined || client.scopes.includes(scope))
    if (scopes.length === 0) throw new Refusal('invalid_scope', 'none of the scopes may be granted')
    const odd = faults.take('token', ['no-expiry', 'text-expiry', 'short-life'])
    const life = odd === 'short-life' ? shortLifeSeconds : tokenSeconds
    const token = random.token(24)
    tokens.set(token, { until: clock.now() + life * 1000, scopes })
    const expiry = odd === 'no-expiry' ? {} : { expires_in: odd === 'text-expiry' ? String(life) : life }
    return json(200, { access_token: token, token_type: 'bearer', scope: scopes.join(' '), ...expiry }, noStore)
  }

  return {
    async token(request) {
      if (request.method !== 'POST') return { status: 405, headers: { allow: 'POST' } }
      const fault = faults.take('token', ['server-error', 'bare-400', 'invalid-client', 'wrong-clock'])
      if (fault === 'server-error') return { status: 503, headers: {} }
      if (fault === 'bare-400') return { status: 400, headers: {} }
      if (fault === 'invalid-client') return json(401, { error: 'invalid_client' }, noStore)
      if (fault === 'wrong-clock')
        return json(401, { error: 'invalid_client' }, { date: new Date(clock.now() - 600_000).toUTCString() })
      const form = new URLSearchParams(request.body)
      try {
        if (form.get('grant_type') !== 'client_credentials')
          throw new Refusal('unsupported_grant_type', 'grant_type must be client_credentials')
        return grant(await identify(form, request), form.get('scope') ?? '')
      } catch (error) {
        if (error instanceof Refusal) return refusal(error.code, error.message)
        if (error instanceof errors.JOSEError) return refusal('invalid_client', error.code)
        throw error
      }
    },
    check(authorization) {
      const value = /^Bearer (.+)$/i.exec(authorization ?? '')?.[1]
      const token = value === undefined ? undefined : tokens.get(value)
      return token === undefined || token.until <= clock.now() ? undefined : token.scopes
    },
    revokeAll: () => tokens.clear()
  }
}

const noStore = { 'cache-control': 'no-store', pragma: 'no-cache' }

function refusal(error: string, description: string): WebResponse {
  return json(error === 'invalid_client' ? 401 : 400, { error, error_description: description }, noStore)
}

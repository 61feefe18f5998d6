import { createHash } from 'node:crypto'
import { exportJWK, generateKeyPair, jwtVerify, SignJWT, createLocalJWKSet, type JSONWebKeySet, type JWK } from 'jose'
import type { ClockPort, RandomPort, WebHandler, WebRequest, WebResponse } from '../../src-main/ports/host.ts'

/** What a test changes of a server at which a person signs in. */
export interface LaunchServerOptions {
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly clientId?: string
  /** Public keys of a confidential client; a public one when absent. */
  readonly jwks?: JSONWebKeySet
  readonly tokenSeconds?: number
  /** Without it there is no refresh token. */
  readonly offline?: boolean
  /** Changes of the smart-configuration. */
  readonly configuration?: Readonly<Record<string, unknown>>
  /** Changes of the claims in the identity token. */
  readonly claims?: Readonly<{ iss?: string; aud?: string; exp?: number; nonce?: string }>
  /** Changes of what a code is exchanged for. */
  readonly issued?: Readonly<Record<string, unknown>>
  /** The FHIR server behind the token. */
  readonly fhir?: WebHandler
}

/** A SMART authorization server for tests, without a socket, with every check that the standard asks for. */
export interface LaunchServer {
  readonly handle: WebHandler
  /**
   * What the browser of a person gets who agrees on the page of the server.
   * @param change parts of the answer that differ; `undefined` leaves one out
   * @returns the address that the browser goes on to
   */
  agree(address: string, change?: Readonly<Record<string, string | undefined>>): string
  /** Refresh tokens that were presented, in turn. */
  readonly refreshed: string[]
  /** Tokens that were revoked, in turn. */
  readonly revoked: string[]
  /** Scopes that were asked for last. */
  scope(): string
  /** Ends every access token. */
  endTokens(): void
}

interface Code {
  readonly challenge: string
  readonly redirectUri: string
  readonly nonce: string | null
  readonly scope: string
}

/** @returns a server whose FHIR base is `<origin>/fhir` */
export async function createLaunchServer(options: LaunchServerOptions): Promise<LaunchServer> {
  const { clock, random, clientId = 'app', tokenSeconds = 300, offline = true } = options
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const jwk: JWK = { ...(await exportJWK(publicKey)), kid: 'server-key', alg: 'ES256', use: 'sig' }
  const codes = new Map<string, Code>()
  const families = new Map<string, string>()
  const access = new Map<string, number>()
  const refreshed: string[] = []
  const revoked: string[] = []
  let scope = ''

  const configuration = (origin: string): object => ({
    issuer: `${origin}/auth`,
    jwks_uri: `${origin}/auth/jwks`,
    authorization_endpoint: `${origin}/auth/authorize`,
    token_endpoint: `${origin}/auth/token`,
    revocation_endpoint: `${origin}/auth/revoke`,
    code_challenge_methods_supported: ['S256'],
    authorization_response_iss_parameter_supported: true,
    capabilities: ['launch-standalone', 'client-public', 'permission-v2', 'sso-openid-connect'],
    ...options.configuration
  })

  async function knowsClient(form: URLSearchParams, request: WebRequest): Promise<boolean> {
    if (options.jwks === undefined) return form.get('client_id') === clientId
    await jwtVerify(form.get('client_assertion') ?? '', createLocalJWKSet(options.jwks), {
      issuer: clientId,
      audience: `${request.origin}${request.target}`,
      currentDate: new Date(clock.now())
    })
    return true
  }

  function issue(more: object): WebResponse {
    const token = random.token(24)
    access.set(token, clock.now() + tokenSeconds * 1000)
    const refresh = offline ? { refresh_token: random.token(24) } : {}
    if (offline) families.set(refresh.refresh_token ?? '', token)
    return json(200, {
      access_token: token,
      token_type: 'Bearer',
      expires_in: tokenSeconds,
      scope,
      ...refresh,
      ...more,
      ...options.issued
    })
  }

  async function exchange(form: URLSearchParams, origin: string): Promise<WebResponse> {
    const id = form.get('code') ?? ''
    const code = codes.get(id)
    codes.delete(id)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (code?.challenge !== challenge || code.redirectUri !== form.get('redirect_uri'))
      return json(400, { error: 'invalid_grant' })
    scope = code.scope
    const now = Math.floor(clock.now() / 1000)
    const identity = await new SignJWT({ name: 'Dr. Ada Example', nonce: code.nonce, ...options.claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'server-key' })
      .setIssuer(options.claims?.iss ?? `${origin}/auth`)
      .setSubject('practitioner-1')
      .setAudience(options.claims?.aud ?? clientId)
      .setIssuedAt(now)
      .setExpirationTime(options.claims?.exp ?? now + 300)
      .sign(privateKey)
    return issue(code.scope.includes('openid') ? { id_token: identity } : {})
  }

  function refresh(form: URLSearchParams): WebResponse {
    const token = form.get('refresh_token') ?? ''
    refreshed.push(token)
    // A refresh token that is presented a second time ends all of them (RFC 9700 section 4.14.2).
    const known = families.delete(token)
    if (!known) families.clear()
    return known ? issue({}) : json(400, { error: 'invalid_grant' })
  }

  async function token(request: WebRequest): Promise<WebResponse> {
    const form = new URLSearchParams(request.body)
    if (!(await knowsClient(form, request))) return json(401, { error: 'invalid_client' })
    return form.get('grant_type') === 'refresh_token' ? refresh(form) : exchange(form, request.origin)
  }

  function revoke(request: WebRequest): WebResponse {
    const value = new URLSearchParams(request.body).get('token') ?? ''
    revoked.push(value)
    families.delete(value)
    access.delete(value)
    return { status: 200, headers: {} }
  }

  return {
    refreshed,
    revoked,
    scope: () => scope,
    endTokens: () => access.clear(),
    agree(address, change = {}) {
      const url = new URL(address)
      const asked = url.searchParams
      const redirectUri = asked.get('redirect_uri') ?? ''
      const code = random.token(16)
      if (asked.get('code_challenge_method') !== 'S256' || asked.get('client_id') !== clientId)
        throw new Error('The authorization request is wrong.')
      codes.set(code, {
        challenge: asked.get('code_challenge') ?? '',
        redirectUri,
        nonce: asked.get('nonce'),
        scope: asked.get('scope') ?? ''
      })
      const answer = new URL(redirectUri)
      const parts = { code, state: asked.get('state') ?? '', iss: `${url.origin}/auth`, ...change }
      for (const [name, value] of Object.entries(parts)) if (value !== undefined) answer.searchParams.set(name, value)
      return answer.href
    },
    async handle(request) {
      const { pathname } = new URL(request.target, request.origin)
      if (pathname === '/fhir/.well-known/smart-configuration') return json(200, configuration(request.origin))
      if (pathname === '/auth/jwks') return json(200, { keys: [jwk] })
      if (pathname === '/auth/token') return token(request)
      if (pathname === '/auth/revoke') return revoke(request)
      if (options.fhir === undefined) return { status: 404, headers: {} }
      const { authorization = '', ...headers } = request.headers
      const until = access.get(authorization.replace('Bearer ', '')) ?? 0
      if (pathname !== '/fhir/metadata' && until <= clock.now()) return { status: 401, headers: {} }
      return options.fhir({ ...request, headers })
    }
  }
}

function json(status: number, value: object): WebResponse {
  return {
    status,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
    body: JSON.stringify(value)
  }
}

import { AppError } from '#shared/app-error.ts'
import type { ClockPort, NetPort, RandomPort } from '../ports/host.ts'
import { signAssertion } from './client-assertion.ts'
import { readReply, type HttpReply } from './read-json.ts'
import type { SigningKey } from './signing-key.ts'
import { tokenError } from './token-error.ts'

/** How a connection proves who it is. Secrets stay in memory and in the keychain. */
export type ClientCredentials =
  | { readonly kind: 'private_key_jwt'; readonly clientId: string; readonly key: SigningKey }
  | { readonly kind: 'client_secret_basic'; readonly clientId: string; readonly secret: string }
  | { readonly kind: 'client_secret_post'; readonly clientId: string; readonly secret: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'none' }

/** Gives out the access token of one connection. */
export interface TokenSource {
  /**
   * The value of the Authorization header, renewed early; `undefined` where none is needed.
   * @throws AppError `not-allowed` with what the server said, `network`
   */
  authorization(): Promise<string | undefined>
  /**
   * Called after a 401: gets another token unless somebody else already has since `refused` was given out.
   * @returns false when there is nothing to renew
   */
  renew(refused: string | undefined): Promise<boolean>
  /** Scopes of the newest token as the server named them. */
  granted(): string | undefined
  /** Life of the newest token as the server named it. */
  lifeSeconds(): number | undefined
}

/** Dependencies of {@link createTokenSource}. */
export interface TokenSourceDependencies {
  readonly net: NetPort
  readonly clock: ClockPort
  readonly random: RandomPort
  /** Needed by all credentials but `bearer` and `none`. */
  readonly tokenEndpoint: string | undefined
  readonly credentials: ClientCredentials
  readonly scope: string
  /** Waits between tries of a renewal. */
  readonly pause: (milliseconds: number) => Promise<void>
}

interface Token {
  readonly header: string
  readonly renewAt: number
}

/** A token without a stated life is taken to live this long; SMART recommends at most so. */
const assumedLifeSeconds = 300
const renewalTries = 4

/** One token at a time, and one renewal at a time that every worker waits for. */
export function createTokenSource(dependencies: TokenSourceDependencies): TokenSource {
  const { net, clock, credentials, tokenEndpoint, scope, pause } = dependencies
  let token: Token | undefined
  let pending: Promise<Token> | undefined
  let granted: string | undefined
  let everSignedIn = false
  let statedLife: number | undefined

  if (credentials.kind === 'none' || credentials.kind === 'bearer') {
    const header = credentials.kind === 'bearer' ? `Bearer ${credentials.token}` : undefined
    return {
      authorization: async () => header,
      renew: async () => false,
      granted: () => undefined,
      lifeSeconds: () => undefined
    }
  }

  async function ask(): Promise<Token> {
    if (tokenEndpoint === undefined) {
      throw new AppError(
        'not-supported',
        'The server does not say where to sign in. Enter the address of its token service by hand.'
      )
    }
    const { body, headers } = await requestFor(dependencies, tokenEndpoint)
    const response = await net.send({
      method: 'POST',
      url: tokenEndpoint,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...headers },
      body: `${body.toString()}&${new URLSearchParams({ scope }).toString()}`
    })
    const asked = clock.now()
    const said = await readReply(response)
    const access = said.status >= 200 && said.status < 300 ? tokenIn(said) : undefined
    if (access === undefined) throw tokenError(said, clock.now())
    granted = access.scope
    statedLife = access.lifeSeconds
    everSignedIn = true
    const life = access.lifeSeconds ?? assumedLifeSeconds
    // At four fifths of its life or half a minute before its end, whatever is later.
    return { header: `Bearer ${access.token}`, renewAt: asked + Math.max(life * 0.8, life - 30) * 1000 }
  }

  /** A first refusal is final. A refusal after a sign-in that worked is often a passing fault of the server. */
  async function askPatiently(): Promise<Token> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await ask()
      } catch (error) {
        const may = error instanceof AppError && (error.retryable || (everSignedIn && error.code === 'not-allowed'))
        if (!may || attempt === renewalTries) throw error
        await pause(250 * 4 ** attempt)
      }
    }
  }

  function renewShared(): Promise<Token> {
    pending ??= askPatiently()
      .then((fresh) => (token = fresh))
      .finally(() => (pending = undefined))
    return pending
  }

  return {
    async authorization() {
      if (token !== undefined && clock.now() < token.renewAt) return token.header
      return (await renewShared()).header
    },
    async renew(refused) {
      if (token !== undefined && token.header !== refused) return true
      await renewShared()
      return true
    },
    granted: () => granted,
    lifeSeconds: () => statedLife
  }
}

async function requestFor(
  { credentials, clock, random }: TokenSourceDependencies,
  tokenEndpoint: string
): Promise<{ readonly body: URLSearchParams; readonly headers: Readonly<Record<string, string>> }> {
  const grant = { grant_type: 'client_credentials' }
  switch (credentials.kind) {
    case 'private_key_jwt': {
      const assertion = await signAssertion({ ...credentials, tokenEndpoint, clock, random })
      const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
      return {
        body: new URLSearchParams({ ...grant, client_assertion_type: type, client_assertion: assertion }),
        headers: {}
      }
    }
    case 'client_secret_basic': {
      // RFC 6749 section 2.3.1: both parts are form-encoded first.
      const pair = `${encodeURIComponent(credentials.clientId)}:${encodeURIComponent(credentials.secret)}`
      return {
        body: new URLSearchParams(grant),
        headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` }
      }
    }
    case 'client_secret_post':
      return {
        body: new URLSearchParams({ ...grant, client_id: credentials.clientId, client_secret: credentials.secret }),
        headers: {}
      }
    default:
      throw new AppError('invalid-input', 'These credentials need no sign-in.')
  }
}

function tokenIn({
  json
}: HttpReply): { token: string; scope: string | undefined; lifeSeconds: number | undefined } | undefined {
  if (typeof json !== 'object' || json === null) return undefined
  const { access_token, scope, expires_in } = json as Record<string, unknown>
  if (typeof access_token !== 'string' || access_token === '') return undefined
  const life = typeof expires_in === 'number' || typeof expires_in === 'string' ? Number(expires_in) : Number.NaN
  return {
    token: access_token,
    scope: typeof scope === 'string' && scope !== '' ? scope : undefined,
    lifeSeconds: Number.isFinite(life) && life > 0 ? life : undefined
  }
}

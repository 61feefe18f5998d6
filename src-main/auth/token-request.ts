import type { ClockPort, NetPort, RandomPort } from '../ports/host.ts'
import { authenticateClient } from './client-authentication.ts'
import type { ClientCredentials } from './client-credentials.ts'
import { readReply, type HttpReply } from './read-json.ts'

/** A request to a token or revocation endpoint. */
export interface TokenRequest {
  readonly net: NetPort
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly credentials: ClientCredentials
  readonly endpoint: string
  readonly form: Readonly<Record<string, string>>
}

/** Posts a form with the authentication of the client. @throws AppError `network` */
export async function sendTokenRequest({ net, endpoint, form, ...client }: TokenRequest): Promise<HttpReply> {
  const { body, headers } = await authenticateClient(client.credentials, endpoint, client)
  const response = await net.send({
    method: 'POST',
    url: endpoint,
    headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json', ...headers },
    body: new URLSearchParams({ ...form, ...body }).toString()
  })
  return readReply(response)
}

/** What a token service issued. */
export interface IssuedToken {
  readonly token: string
  readonly scope: string | undefined
  readonly lifeSeconds: number | undefined
  readonly refreshToken: string | undefined
  readonly idToken: string | undefined
}

/** Reads what a token service issued; `undefined` when it issued nothing. */
export function issuedIn({ status, json }: HttpReply): IssuedToken | undefined {
  if (status < 200 || status >= 300 || typeof json !== 'object' || json === null) return undefined
  const { access_token, scope, expires_in, refresh_token, id_token } = json as Record<string, unknown>
  const token = text(access_token)
  if (token === undefined) return undefined
  const life = typeof expires_in === 'number' || typeof expires_in === 'string' ? Number(expires_in) : Number.NaN
  return {
    token,
    scope: text(scope),
    lifeSeconds: Number.isFinite(life) && life > 0 ? life : undefined,
    refreshToken: text(refresh_token),
    idToken: text(id_token)
  }
}

/** How an answer of a token endpoint keeps to the standard. Holds no token and no word of the server. */
export interface TokenReplyFacts {
  readonly status: number
  readonly accessToken: boolean
  /** `token_type` is `bearer`, in any case of letters. */
  readonly bearer: boolean
  /** Seconds as a number; `undefined` where `expires_in` is none. */
  readonly expiresIn: number | undefined
  readonly scope: boolean
}

/** SMART App Launch 2.2.0, Backend Services, "Issue access token". */
export function tokenReplyFacts({ status, json }: HttpReply): TokenReplyFacts {
  const { access_token, token_type, expires_in, scope } = (json ?? {}) as Readonly<Record<string, unknown>>
  return {
    status,
    accessToken: text(access_token) !== undefined,
    bearer: text(token_type)?.toLowerCase() === 'bearer',
    expiresIn: typeof expires_in === 'number' ? expires_in : undefined,
    scope: text(scope) !== undefined
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

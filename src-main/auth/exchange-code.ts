import { authMessages as m } from '#messages/auth.ts'
import type { ClockPort, NetPort, RandomPort } from '../ports/host.ts'
import type { ClientCredentials } from './client-credentials.ts'
import type { Grant } from './grant.ts'
import { readIdentity } from './identity-token.ts'
import { SignInRefusal } from './sign-in-refusal.ts'
import { oauthErrorIn, tokenError } from './token-error.ts'
import { issuedIn, sendTokenRequest } from './token-request.ts'

/** What a code is exchanged with. */
export interface CodeExchange {
  readonly net: NetPort
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly credentials: Extract<ClientCredentials, { kind: 'authorization_code' }>
  readonly base: string
  readonly tokenEndpoint: string
  readonly revocationEndpoint: string | undefined
  readonly redirectUri: string
  readonly verifier: string
  /** How to check who signed in; `undefined` where the server was not asked to say. */
  readonly identity: { readonly issuer: string; readonly jwksUri: string; readonly nonce: string } | undefined
}

/**
 * Exchanges a code for a grant, and checks whom the server signed in.
 * SMART App Launch 2.2, "Obtain access token".
 * @throws SignInRefusal, AppError `network`
 */
export async function exchangeCode(code: string, exchange: CodeExchange): Promise<Grant> {
  const { net, clock, credentials, base, tokenEndpoint, revocationEndpoint, redirectUri, verifier } = exchange
  const issuedAt = clock.now()
  const reply = await sendTokenRequest({
    ...exchange,
    endpoint: tokenEndpoint,
    form: { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }
  })
  const issued = issuedIn(reply)
  if (issued === undefined) {
    const error = tokenError(reply, clock.now())
    const reason = oauthErrorIn(reply) === 'invalid_grant' ? 'replayed' : 'server-refused'
    throw new SignInRefusal(reason, error.message, error.code, error)
  }
  const { identity } = exchange
  if (identity !== undefined && issued.idToken === undefined)
    throw new SignInRefusal('wrong-identity', m.theServerDidNotSayWho)
  const who =
    identity === undefined || issued.idToken === undefined
      ? undefined
      : await readIdentity(issued.idToken, { net, clock, clientId: credentials.clientId, ...identity })
  return {
    base,
    clientId: credentials.clientId,
    tokenEndpoint,
    ...(revocationEndpoint === undefined ? {} : { revocationEndpoint }),
    ...(who === undefined ? {} : { subject: who.subject }),
    ...(who?.name === undefined ? {} : { name: who.name }),
    accessToken: issued.token,
    issuedAt,
    ...(issued.lifeSeconds === undefined ? {} : { lifeSeconds: issued.lifeSeconds }),
    ...(issued.scope === undefined ? {} : { scope: issued.scope }),
    ...(issued.refreshToken === undefined ? {} : { refreshToken: issued.refreshToken }),
    signedInAt: issuedAt
  }
}

import { authMessages as m } from '#messages/auth.ts'
import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose'
import type { ClockPort, NetPort } from '../ports/host.ts'
import { readReply } from './read-json.ts'
import { serverText } from './server-text.ts'
import { SignInRefusal } from './sign-in-refusal.ts'

/** Whom a server says that it signed in. */
export interface SignedInIdentity {
  readonly subject: string
  /** A name to show; `undefined` when the server gives none. */
  readonly name: string | undefined
}

/** What an identity token has to fit. */
export interface IdentityExpectation {
  readonly net: NetPort
  readonly clock: ClockPort
  readonly issuer: string
  readonly jwksUri: string
  readonly clientId: string
  readonly nonce: string
}

/** Signatures that only the server can make: neither `none` nor a shared secret. */
const algorithms = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA']
/** Clocks of servers and desktops differ by so much, in seconds. */
const clockTolerance = 60
const maxName = 120

/**
 * Checks an identity token: signature by a published key, issuer, audience, times and nonce.
 * OpenID Connect Core 3.1.3.7; SMART App Launch 2.2, "Scopes for requesting identity data".
 * @throws SignInRefusal, AppError `network`
 */
export async function readIdentity(token: string, expectation: IdentityExpectation): Promise<SignedInIdentity> {
  const { clock, issuer, clientId, nonce } = expectation
  const keys = await publishedKeys(expectation)
  let claims: JWTPayload
  try {
    const { payload } = await jwtVerify(token, createLocalJWKSet(keys), {
      algorithms,
      issuer,
      audience: clientId,
      clockTolerance,
      currentDate: new Date(clock.now()),
      requiredClaims: ['sub', 'exp', 'iat', 'nonce']
    })
    claims = payload
  } catch (cause) {
    // Web Crypto says of a published key that is none, such as a point beside its curve, that data are wrong.
    const isTheirs = [errors.JOSEError, TypeError, DOMException].some((kind) => cause instanceof kind)
    if (!(cause instanceof Error) || !isTheirs) throw cause
    throw wrongIdentity(meaningOf(cause), cause)
  }
  if (claims['nonce'] !== nonce) throw wrongIdentity(m.itBelongsToAnotherSignIn, undefined)
  const party = claims['azp']
  if ((Array.isArray(claims.aud) && claims.aud.length > 1 && party === undefined) || (party ?? clientId) !== clientId)
    throw wrongIdentity(m.itIsForAnotherClient, undefined)
  return { subject: claims.sub ?? '', name: nameIn(claims) }
}

async function publishedKeys({ net, jwksUri }: IdentityExpectation): Promise<JSONWebKeySet> {
  const { status, json } = await readReply(
    await net.send({ method: 'GET', url: jwksUri, headers: { accept: 'application/json' } })
  )
  const isSet = typeof json === 'object' && json !== null && 'keys' in json && Array.isArray(json.keys)
  if (status !== 200 || !isSet) throw wrongIdentity(m.theKeysOfTheServerCannot, undefined)
  return json as JSONWebKeySet
}

function meaningOf(error: Error): string {
  if (error instanceof errors.JWTExpired) return m.itHasExpiredCheckTheClock
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.claim === 'aud' || error.claim === 'iss'
      ? m.itIsForAnotherClientOr
      : m.itsClaimIsMissingOrWrong(error.claim)
  return m.itsSignatureCannotBeCheckedWith
}

function wrongIdentity(why: string, cause: unknown): SignInRefusal {
  return new SignInRefusal('wrong-identity', m.theServersStatementOfWhoSigned(why), 'not-allowed', cause)
}

function nameIn(claims: JWTPayload): string | undefined {
  for (const claim of ['name', 'preferred_username', 'email', 'fhirUser']) {
    const value = claims[claim]
    const shown = typeof value === 'string' ? serverText(value.split('/').slice(-2).join('/'), maxName) : ''
    if (shown !== '') return shown
  }
  return undefined
}

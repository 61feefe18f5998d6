import { SignJWT } from 'jose'
import type { ClockPort, RandomPort } from '../ports/host.ts'
import type { SigningKey } from './signing-key.ts'

/** Below the five minutes that are allowed, so that a clock that is a minute ahead does no harm. */
const lifeSeconds = 240

/** What a signed assertion is made of. */
export interface AssertionOptions {
  readonly clientId: string
  /** Byte for byte the address that the request goes to. */
  readonly tokenEndpoint: string
  readonly key: SigningKey
  readonly clock: ClockPort
  readonly random: RandomPort
}

/**
 * A JWT that proves who asks, good for one request: servers remember the `jti`.
 * SMART App Launch 2.2, "Client authentication: asymmetric", Authentication JWT.
 */
export async function signAssertion({
  clientId,
  tokenEndpoint,
  key,
  clock,
  random
}: AssertionOptions): Promise<string> {
  return new SignJWT()
    .setProtectedHeader({ alg: key.algorithm, kid: key.kid, typ: 'JWT' })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenEndpoint)
    .setExpirationTime(Math.floor(clock.now() / 1000) + lifeSeconds)
    .setJti(random.token(24))
    .sign(key.privateKey)
}

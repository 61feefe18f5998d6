import { AppError } from '#shared/app-error.ts'
import type { ClockPort, NetPort, RandomPort } from '../ports/host.ts'
import type { ClientCredentials } from './client-credentials.ts'
import type { Grant } from './grant.ts'
import { sendTokenRequest } from './token-request.ts'

/** How the server took the end of a sign-in. */
export type Revocation = 'revoked' | 'not-offered' | 'refused' | 'unreachable'

/**
 * Tells the server that its tokens are not needed any more, the refresh token first, because it ends the others with it
 * (RFC 7009 section 2.1).
 */
export async function revokeGrant(
  { revocationEndpoint, accessToken, refreshToken }: Grant,
  client: {
    readonly net: NetPort
    readonly clock: ClockPort
    readonly random: RandomPort
    readonly credentials: ClientCredentials
  }
): Promise<Revocation> {
  if (revocationEndpoint === undefined) return 'not-offered'
  const tokens = [
    ...(refreshToken === undefined ? [] : [{ token: refreshToken, token_type_hint: 'refresh_token' }]),
    { token: accessToken, token_type_hint: 'access_token' }
  ]
  let outcome: Revocation = 'revoked'
  for (const form of tokens)
    try {
      const { status } = await sendTokenRequest({ ...client, endpoint: revocationEndpoint, form })
      if (status < 200 || status >= 300) outcome = 'refused'
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      return 'unreachable'
    }
  return outcome
}

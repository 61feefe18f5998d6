import { authMessages as m } from '#messages/auth.ts'
import { AppError } from '#shared/app-error.ts'
import type { ClockPort, NetPort, RandomPort } from '../ports/host.ts'
import type { ClientCredentials } from './client-credentials.ts'
import type { Grant } from './grant.ts'
import { oauthErrorIn, tokenError } from './token-error.ts'
import { issuedIn, sendTokenRequest } from './token-request.ts'
import { assumedLifeSeconds, renewalTime, type TokenSource } from './token-source.ts'

/** Dependencies of {@link createGrantTokens}. */
export interface GrantTokensDependencies {
  readonly net: NetPort
  readonly clock: ClockPort
  readonly random: RandomPort
  readonly credentials: Extract<ClientCredentials, { kind: 'authorization_code' }>
  /** Waits between tries of a renewal. */
  readonly pause: (milliseconds: number) => Promise<void>
}

const renewalTries = 4

/** Without a refresh token an access token is used to its end; with one it is replaced early. */
function usableUntil({ issuedAt, lifeSeconds = assumedLifeSeconds, refreshToken }: Grant): number {
  return refreshToken === undefined ? issuedAt + lifeSeconds * 1000 : renewalTime(issuedAt, lifeSeconds)
}

/**
 * Access tokens of a person who signed in. They are renewed with the refresh token (`offline_access`), whose successor is
 * stored before it is used; several processes renew in turn, so that none presents a refresh token a second time (RFC 9700
 * section 4.14).
 */
export function createGrantTokens(dependencies: GrantTokensDependencies): TokenSource {
  const { net, clock, random, credentials, pause } = dependencies
  const { grants } = credentials
  let known: Grant | undefined
  let pending: Promise<Grant> | undefined

  /** @throws AppError `not-allowed` when somebody else signed in since: data of two people's rights do not go together */
  function sameOwner(grant: Grant): Grant {
    if (known === undefined || known.subject === grant.subject) return grant
    throw new AppError('not-allowed', m.anotherPersonSignedInToThis)
  }

  async function refreshed(stored: Grant, refreshToken: string): Promise<Grant | undefined> {
    const { tokenEndpoint } = stored
    const asked = clock.now()
    const reply = await sendTokenRequest({
      net,
      clock,
      random,
      credentials,
      endpoint: tokenEndpoint,
      form: { grant_type: 'refresh_token', refresh_token: refreshToken }
    })
    const issued = issuedIn(reply)
    if (issued === undefined) {
      if (oauthErrorIn(reply) === 'invalid_grant') return undefined
      throw tokenError(reply, clock.now())
    }
    const { lifeSeconds: _life, ...rest } = stored
    return {
      ...rest,
      accessToken: issued.token,
      issuedAt: asked,
      // A server without rotation goes on with the old one (RFC 6749 section 6).
      refreshToken: issued.refreshToken ?? refreshToken,
      ...(issued.lifeSeconds === undefined ? {} : { lifeSeconds: issued.lifeSeconds }),
      ...(issued.scope === undefined ? {} : { scope: issued.scope })
    }
  }

  /** @param refused access token that the server does not take any more */
  async function obtain(refused: string | undefined): Promise<Grant> {
    const grant = await grants.change(async (stored) => {
      if (stored === undefined) return undefined
      const isFresh = stored.accessToken !== refused && clock.now() < usableUntil(stored)
      if (isFresh) return stored
      return stored.refreshToken === undefined ? undefined : refreshed(stored, stored.refreshToken)
    })
    if (grant === undefined) throw signInOver()
    return sameOwner(grant)
  }

  async function obtainPatiently(refused: string | undefined): Promise<Grant> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await obtain(refused)
      } catch (error) {
        if (!(error instanceof AppError) || !error.retryable || attempt === renewalTries) throw error
        await pause(250 * 4 ** attempt)
      }
    }
  }

  function obtainShared(refused: string | undefined): Promise<Grant> {
    pending ??= obtainPatiently(refused)
      .then((fresh) => (known = fresh))
      .finally(() => (pending = undefined))
    return pending
  }

  const header = ({ accessToken }: Grant): string => `Bearer ${accessToken}`

  return {
    async authorization() {
      if (known !== undefined && clock.now() < usableUntil(known)) return header(known)
      return header(await obtainShared(undefined))
    },
    async renew(refused) {
      if (known !== undefined && header(known) !== refused) return true
      await obtainShared(known?.accessToken)
      return true
    },
    granted: () => known?.scope,
    lifeSeconds: () => known?.lifeSeconds
  }
}

/** The error for a grant that has ended or is not there. */
function signInOver(): AppError {
  return new AppError('not-allowed', m.nobodyIsSignedInToThis)
}

import { authMessages as m } from '#messages/auth.ts'
import { AppError } from '#shared/app-error.ts'
import type { ClockPort, NetPort, RandomPort } from '../ports/host.ts'
import type { ClientCredentials } from './client-credentials.ts'
import { createGrantTokens } from './grant-tokens.ts'
import { tokenError } from './token-error.ts'
import { issuedIn, sendTokenRequest, tokenReplyFacts, type TokenReplyFacts } from './token-request.ts'
import { assumedLifeSeconds, renewalTime, type TokenSource } from './token-source.ts'

/** Dependencies of {@link createTokenSource}. */
export interface TokenSourceDependencies {
  readonly net: NetPort
  readonly clock: ClockPort
  readonly random: RandomPort
  /** Where tokens are asked for; not needed for a grant, a fixed token or no sign-in. */
  readonly tokenEndpoint: string | undefined
  readonly credentials: ClientCredentials
  readonly scope: string
  /** Waits between tries of a renewal. */
  readonly pause: (milliseconds: number) => Promise<void>
  /** Told how an answer of the token endpoint keeps to the standard. */
  readonly onReply?: (facts: TokenReplyFacts) => void
}

interface Token {
  readonly header: string
  readonly renewAt: number
}

const renewalTries = 4

/** One token at a time, and one renewal at a time that every worker waits for. */
export function createTokenSource(dependencies: TokenSourceDependencies): TokenSource {
  const { net, clock, random, credentials, tokenEndpoint, scope, pause, onReply } = dependencies
  let token: Token | undefined
  let pending: Promise<Token> | undefined
  let granted: string | undefined
  let everSignedIn = false
  let statedLife: number | undefined

  if (credentials.kind === 'authorization_code') return createGrantTokens({ net, clock, random, credentials, pause })
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
      throw new AppError('not-supported', m.theServerDoesNotSayWhere)
    }
    const form = { grant_type: 'client_credentials', scope }
    const asked = clock.now()
    const reply = await sendTokenRequest({ net, clock, random, credentials, endpoint: tokenEndpoint, form })
    onReply?.(tokenReplyFacts(reply))
    const access = issuedIn(reply)
    if (access === undefined) throw tokenError(reply, clock.now())
    granted = access.scope
    statedLife = access.lifeSeconds
    everSignedIn = true
    return { header: `Bearer ${access.token}`, renewAt: renewalTime(asked, access.lifeSeconds ?? assumedLifeSeconds) }
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

import { servicesSignInMessages as m } from '#messages/services/sign-in.ts'
import { AppError } from '#shared/app-error.ts'
import type { PersonSignIn } from '#shared/connections/connection.ts'
import { readAuthorizationAnswer } from '../../auth/authorization-answer.ts'
import { makeAuthorizationRequest, type AuthorizationRequest } from '../../auth/authorization-request.ts'
import type { ClientCredentials } from '../../auth/client-credentials.ts'
import { exchangeCode } from '../../auth/exchange-code.ts'
import type { Grant } from '../../auth/grant.ts'
import { revokeGrant, type Revocation } from '../../auth/revoke-grant.ts'
import { SignInRefusal } from '../../auth/sign-in-refusal.ts'
import type { BrowserPort, ClockPort, NetPort, RandomPort, WebHandler, WebServer } from '../../ports/host.ts'
import { answerCallback, callbackPath, type AnswerText } from './answer-page.ts'
import type { SignInPlan } from './sign-in-plan.ts'

/** A person as a client of a server. */
export type PersonCredentials = Extract<ClientCredentials, { kind: 'authorization_code' }>

/** What a sign-in starts from. */
export interface SignInStart {
  readonly plan: SignInPlan
  readonly credentials: PersonCredentials
  readonly redirect: 'loopback' | 'scheme'
}

/** Dependencies of {@link createPersonSignIn}. */
export interface PersonSignInDependencies {
  readonly net: NetPort
  readonly serve: (handler: WebHandler) => Promise<WebServer>
  readonly browser: BrowserPort | undefined
  readonly clock: ClockPort
  readonly random: RandomPort
  /** Whether an address may be asked. @throws PolicyRefusal */
  readonly checkAddress: (address: string) => void
  /** Runs `act` later. @returns prevents it */
  readonly later: (milliseconds: number, act: () => void) => () => void
  /** Stores a grant and records it. @throws AppError */
  readonly store: (key: string, grant: Grant) => Promise<void>
  /** Records that a sign-in did not work. */
  readonly refused: (key: string | undefined, reason: string) => Promise<void>
  readonly changed: (key: string) => void
}

/** Sign-ins by persons, each under the key of what it is for: the id of a connection. */
export interface PersonSignIns {
  /**
   * Begins one, in the place of one that waits.
   * @returns the page to sign in on, and whether the browser was opened
   * @throws AppError `not-supported`, and PolicyRefusal
   */
  begin(key: string, start: SignInStart): Promise<{ readonly address: string; readonly opened: boolean }>
  cancel(key: string): Promise<void>
  /** Takes an answer that came by the private-use scheme. */
  answer(parameters: URLSearchParams): Promise<AnswerText>
  /** What waits or went wrong; nothing to say when `undefined`. */
  state(key: string): Pick<PersonSignIn, 'address' | 'problem'> | undefined
  /** Forgets a grant, here at once, and revokes it at the server. @returns how the server took it */
  signOut(key: string, credentials: PersonCredentials): Promise<Revocation | undefined>
  close(): Promise<void>
}

/** The answer by the private-use scheme (RFC 8252 section 7.1). */
const schemeRedirect = 'populus://callback'
/** What an administrator registers for answers to a port of this computer; servers take any port (RFC 8252 section 7.3). */
const loopbackRedirect = `http://127.0.0.1${callbackPath}`

const lifeMs = 10 * 60_000
const usedStates = 100
/** Wrong answers that are recorded during one sign-in: any page can send them. */
const recordedStrangers = 5

interface Attempt {
  readonly key: string
  readonly start: SignInStart
  readonly request: AuthorizationRequest
  readonly redirectUri: string
  readonly server: WebServer | undefined
  readonly stopTimer: () => void
  answered: boolean
  ended: boolean
}

/** Keeps the sign-ins that wait for a person, in memory only: their secrets are gone with the program. */
export function createPersonSignIn(dependencies: PersonSignInDependencies): PersonSignIns {
  const { net, serve, browser, clock, random, checkAddress, later, store, refused, changed } = dependencies
  const attempts = new Map<string, Attempt>()
  const problems = new Map<string, string>()
  const used: string[] = []
  const closing = new Set<Promise<void>>()
  let strangers = 0

  function end(attempt: Attempt, problem: string | undefined): void {
    const { key, server, stopTimer } = attempt
    if (attempt.ended) return
    attempt.ended = true
    stopTimer()
    if (attempts.get(key) === attempt) attempts.delete(key)
    if (problem === undefined) problems.delete(key)
    else problems.set(key, problem)
    if (server !== undefined) {
      const ending = server.finish().finally(() => closing.delete(ending))
      closing.add(ending)
    }
    changed(key)
  }

  async function fail(attempt: Attempt, error: AppError): Promise<AnswerText> {
    end(attempt, error.message)
    await refused(attempt.key, error instanceof SignInRefusal ? error.refusal : error.code)
    return { ok: false, text: error.message }
  }

  async function stranger(state: string | null): Promise<AnswerText> {
    const replayed = state !== null && used.includes(state)
    strangers += 1
    if (strangers <= recordedStrangers) await refused(undefined, replayed ? 'replayed' : 'wrong-state')
    return {
      ok: false,
      text: replayed ? m.thisAnswerWasUsedBeforeSo : m.thisAnswerBelongsToNoSign
    }
  }

  async function answer(parameters: URLSearchParams): Promise<AnswerText> {
    const state = parameters.get('state')
    const attempt = [...attempts.values()].find(({ request, answered }) => request.state === state && !answered)
    if (attempt === undefined) return stranger(state)
    attempt.answered = true
    used.push(attempt.request.state)
    if (used.length > usedStates) used.shift()
    const { key, start, request, redirectUri } = attempt
    const { plan, credentials } = start
    const { issuer, jwksUri } = plan
    try {
      const expected = { state: request.state, issuer, namesIssuer: plan.namesIssuer }
      const grant = await exchangeCode(readAuthorizationAnswer(parameters, expected), {
        net,
        clock,
        random,
        credentials,
        base: plan.base,
        tokenEndpoint: plan.tokenEndpoint,
        revocationEndpoint: plan.revocationEndpoint,
        redirectUri,
        verifier: request.verifier,
        identity: issuer === undefined || jwksUri === undefined ? undefined : { issuer, jwksUri, nonce: request.nonce }
      })
      if (attempt.ended) {
        await revokeGrant(grant, { net, clock, random, credentials })
        return { ok: false, text: m.theSignInWasStoppedIn }
      }
      await store(key, grant)
      end(attempt, undefined)
      return { ok: true, text: m.youCanCloseThisPageAnd }
    } catch (error) {
      if (error instanceof AppError) return fail(attempt, error)
      end(attempt, m.somethingInsidePopulusFailedStartThe)
      throw error
    }
  }

  async function stop(key: string, reason: 'stopped' | 'timed-out'): Promise<void> {
    const attempt = attempts.get(key)
    if (attempt === undefined) return
    end(attempt, reason === 'timed-out' ? m.nobodySignedInWithinTenMinutes : undefined)
    if (reason === 'timed-out') await refused(key, reason)
  }

  return {
    answer,
    async begin(key, start) {
      const { plan, credentials, redirect } = start
      if (redirect === 'scheme' && browser?.takesScheme !== true)
        throw new AppError('not-supported', m.onlyTheDesktopProgramTakesAnswers(schemeRedirect, loopbackRedirect))
      checkAddress(plan.authorizationEndpoint)
      await stop(key, 'stopped')
      strangers = 0
      const server = redirect === 'scheme' ? undefined : await serve((web) => answerCallback(web, answer))
      const redirectUri = server === undefined ? schemeRedirect : `${server.origin}${callbackPath}`
      const request = makeAuthorizationRequest({
        endpoint: plan.authorizationEndpoint,
        clientId: credentials.clientId,
        redirectUri,
        scope: plan.scope,
        audience: plan.base,
        random
      })
      // Another one may have begun while the address for its answer was made.
      const other = attempts.get(key)
      if (other !== undefined) end(other, undefined)
      const stopTimer = later(lifeMs, () => void stop(key, 'timed-out'))
      attempts.set(key, { key, start, request, redirectUri, server, stopTimer, answered: false, ended: false })
      problems.delete(key)
      changed(key)
      return { address: request.url, opened: (await browser?.open(request.url)) ?? false }
    },
    cancel: (key) => stop(key, 'stopped'),
    state(key) {
      const attempt = attempts.get(key)
      if (attempt !== undefined) return { address: attempt.request.url }
      const problem = problems.get(key)
      return problem === undefined ? undefined : { problem }
    },
    async signOut(key, credentials) {
      await stop(key, 'stopped')
      problems.delete(key)
      const { grant } = await removeGrant(credentials)
      return grant === undefined ? undefined : revokeGrant(grant, { net, clock, random, credentials })
    },
    async close() {
      for (const attempt of [...attempts.values()]) end(attempt, undefined)
      await Promise.all(closing)
    }
  }
}

async function removeGrant({ grants }: PersonCredentials): Promise<{ readonly grant: Grant | undefined }> {
  let grant: Grant | undefined
  await grants.change(async (stored) => {
    grant = stored
    return undefined
  })
  return { grant }
}

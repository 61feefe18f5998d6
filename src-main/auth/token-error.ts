import { authMessages as m } from '#messages/auth.ts'
import { AppError } from '#shared/app-error.ts'
import type { HttpReply } from './read-json.ts'
import { quotedServerText } from './server-text.ts'
import { mayPass } from './passing-status.ts'

const hints: Readonly<Record<string, string>> = {
  invalid_client: m.theServerDoesNotAcceptThis,
  invalid_scope: m.theServerRefusedThePermissionsThatWere,
  unauthorized_client: m.thisClientMayNotSignIn,
  invalid_grant: m.theServerRefusedTheRequestA,
  invalid_request: m.theServerFoundTheRequestFor,
  unsupported_grant_type: m.theServerDoesNotOfferThis
}

/** The error code of a refused request (RFC 6749 section 5.2); empty when there is none. */
export function oauthErrorIn({ json }: HttpReply): string {
  const code = typeof json === 'object' && json !== null ? (json as Record<string, unknown>)['error'] : undefined
  return typeof code === 'string' ? code.replaceAll(/[^a-z_]/g, '').slice(0, 40) : ''
}

/** Local time may differ by so much before it is worth a word. */
const worthMentionMs = 60_000

/**
 * What a refused request for a token means (RFC 6749 section 5.2), in a sentence, with the server's own description. That
 * is for the screen and the terminal; logs get the code alone. A server may answer without a body.
 * @param now milliseconds since 1970, compared with the answer's `Date`
 */
export function tokenError(reply: HttpReply, now: number): AppError {
  const body = typeof reply.json === 'object' && reply.json !== null ? (reply.json as Record<string, unknown>) : {}
  const code = oauthErrorIn(reply)
  const serverTime = Date.parse(reply.headers['date'] ?? '')
  const skew = Number.isNaN(serverTime) ? 0 : now - serverTime
  const clock =
    Math.abs(skew) < worthMentionMs ? '' : m.theClockOfThisComputerIs(Math.round(Math.abs(skew) / 1000), skew > 0)
  const described = body['error_description']
  const words = typeof described === 'string' ? quotedServerText(described) : ''
  const why = words === '' && code === '' ? m.andDidNotSayWhy : ''
  const hint =
    hints[code] ??
    (why !== '' && isNoTokenService(reply) ? m.theAddressIsNoTokenService : m.theServerRefusedTheSignInCheck(why))
  const passing = mayPass(reply.status)
  const sentence = passing ? m.theSignInServiceOfTheServerDoes : hint
  const detail = [code, `HTTP ${reply.status}`].filter((part) => part !== '').join(', ')
  const message = `${[sentence, words].filter((part) => part !== '').join(' ')}${clock} (${detail})`
  return new AppError(passing ? 'network' : 'not-allowed', message, { retryable: passing })
}

/** Whether an answer without a reason is rather that of another address: nothing is there, or a page for people. */
function isNoTokenService({ status }: HttpReply): boolean {
  return status === 404 || status === 405 || status === 410 || status < 400
}

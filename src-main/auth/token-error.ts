import { AppError } from '#shared/app-error.ts'
import type { HttpReply } from './read-json.ts'
import { quotedServerText } from './server-text.ts'

const hints: Readonly<Record<string, string>> = {
  invalid_client:
    'The server does not accept this client. Check the client id, that the public key is registered or hosted with the same kid, and that this computer shows the right time.',
  invalid_scope:
    'The server refused the permissions that were requested. Ask its administrator for them, or export fewer types.',
  unauthorized_client:
    'This client may not sign in this way. Its registration has to allow it: backend services, or a person with an authorization code.',
  invalid_grant:
    'The server refused the request: a code or a signature was used before, has expired, or is not for this client. Sign in again, and check the client ID, the key and the address of the token service.',
  invalid_request:
    'The server found the request for a token incomplete or wrong. Check the client ID and the way to sign in.',
  unsupported_grant_type: 'The server does not offer this way to sign in for this client.'
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
export function tokenError(said: HttpReply, now: number): AppError {
  const body = typeof said.json === 'object' && said.json !== null ? (said.json as Record<string, unknown>) : {}
  const code = oauthErrorIn(said)
  const serverTime = Date.parse(said.headers['date'] ?? '')
  const skew = Number.isNaN(serverTime) ? 0 : now - serverTime
  const clock =
    Math.abs(skew) < worthMentionMs
      ? ''
      : ` The clock of this computer is ${Math.round(Math.abs(skew) / 1000)} seconds ${skew > 0 ? 'ahead of' : 'behind'} the server's.`
  const described = body['error_description']
  const words = typeof described === 'string' ? quotedServerText(described) : ''
  const why = words === '' && code === '' ? ' and did not say why' : ''
  const hint = hints[code] ?? `The server refused the sign-in${why}. Check the client ID and its registration.`
  const passing = said.status === 429 || said.status >= 500
  const sentence = passing ? 'The sign-in service of the server does not work at the moment.' : hint
  const detail = [code, `HTTP ${said.status}`].filter((part) => part !== '').join(', ')
  const message = `${[sentence, words].filter((part) => part !== '').join(' ')}${clock} (${detail})`
  return new AppError(passing ? 'network' : 'not-allowed', message, { retryable: passing })
}

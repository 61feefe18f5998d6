import { authMessages as m } from '#messages/auth.ts'
import { quotedServerText } from './server-text.ts'
import { SignInRefusal } from './sign-in-refusal.ts'

/** What the answer to an authorization request has to fit. */
export interface ExpectedAnswer {
  readonly state: string
  /** As the server named itself; `undefined` where it does not. */
  readonly issuer: string | undefined
  /** The server promises to name itself in its answers (RFC 9207 section 3). */
  readonly namesIssuer: boolean
}

const meanings: Readonly<Record<string, string>> = {
  access_denied: m.theSignInWasDeniedAt,
  invalid_scope: m.theServerRefusedThePermissionsThat,
  unauthorized_client: m.thisClientMayNotSignPeople,
  invalid_request: m.theServerFoundTheRequestWrong,
  server_error: m.theSignInServiceOfThe,
  temporarily_unavailable: m.theSignInServiceOfTheServer
}

/**
 * Reads the code from the answer to an authorization request. The answer counts only with the state of the request, once,
 * and from the server that was asked (RFC 6749 section 4.1.2, RFC 9207 section 2.4).
 * @throws SignInRefusal
 */
export function readAuthorizationAnswer(answer: URLSearchParams, expected: ExpectedAnswer): string {
  for (const name of ['state', 'code', 'iss', 'error'])
    if (answer.getAll(name).length > 1) throw new SignInRefusal('incomplete', m.theAnswerToTheSignIn)
  if (answer.get('state') !== expected.state) throw new SignInRefusal('wrong-state', m.theAnswerDoesNotBelongTo)
  const issuer = answer.get('iss') ?? undefined
  if (issuer === undefined ? expected.namesIssuer : expected.issuer !== undefined && issuer !== expected.issuer)
    throw new SignInRefusal('wrong-issuer', m.theAnswerCameFromAnotherSign)
  const error = answer.get('error')
  if (error !== null) {
    const described = answer.get('error_description')
    const meaning = meanings[error] ?? m.theServerRefusedTheSignIn
    const words = described === null ? '' : ` ${quotedServerText(described)}`
    throw new SignInRefusal(error === 'access_denied' ? 'denied' : 'server-refused', `${meaning}${words}`)
  }
  const code = answer.get('code') ?? ''
  if (code === '' || code.length > 8192) throw new SignInRefusal('incomplete', m.theAnswerToTheSignInHolds)
  return code
}

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
  access_denied: 'The sign-in was denied at the server, or nobody there agreed to it.',
  invalid_scope: 'The server refused the permissions that were requested. Ask its administrator for them.',
  unauthorized_client: 'This client may not sign people in. Its registration at the server has to allow it.',
  invalid_request:
    'The server found the request wrong. Check the client ID and the redirect address in its registration.',
  server_error: 'The sign-in service of the server failed. Try again later.',
  temporarily_unavailable: 'The sign-in service of the server is busy. Try again later.'
}

/**
 * Reads the code from the answer to an authorization request. The answer counts only with the state of the request, once,
 * and from the server that was asked (RFC 6749 section 4.1.2, RFC 9207 section 2.4).
 * @throws SignInRefusal
 */
export function readAuthorizationAnswer(answer: URLSearchParams, expected: ExpectedAnswer): string {
  for (const name of ['state', 'code', 'iss', 'error'])
    if (answer.getAll(name).length > 1)
      throw new SignInRefusal('incomplete', 'The answer to the sign-in has a part twice, so it was not used.')
  if (answer.get('state') !== expected.state)
    throw new SignInRefusal(
      'wrong-state',
      'The answer does not belong to this sign-in, so it was not used. If it was not you, close the page; else start again.'
    )
  const issuer = answer.get('iss') ?? undefined
  if (issuer === undefined ? expected.namesIssuer : expected.issuer !== undefined && issuer !== expected.issuer)
    throw new SignInRefusal(
      'wrong-issuer',
      'The answer came from another sign-in service than the one that was asked, so it was not used and nothing was sent there. Check the address of the server with its administrator.'
    )
  const error = answer.get('error')
  if (error !== null) {
    const described = answer.get('error_description')
    const meaning = meanings[error] ?? 'The server refused the sign-in.'
    const words = described === null ? '' : ` ${quotedServerText(described)}`
    throw new SignInRefusal(error === 'access_denied' ? 'denied' : 'server-refused', `${meaning}${words}`)
  }
  const code = answer.get('code') ?? ''
  if (code === '' || code.length > 8192)
    throw new SignInRefusal('incomplete', 'The answer to the sign-in holds no code. Start the sign-in again.')
  return code
}

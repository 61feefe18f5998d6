import { authMessages as m } from '#messages/auth.ts'
import { AppError } from '#shared/app-error.ts'
import type { ClockPort, RandomPort } from '../ports/host.ts'
import { signAssertion } from './client-assertion.ts'
import type { ClientCredentials } from './client-credentials.ts'

/** What a request to a token service carries so that it knows the client. */
export interface ClientAuthentication {
  readonly body: Readonly<Record<string, string>>
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Authenticates the client for one request.
 * @param endpoint byte for byte the address that the request goes to
 * @throws AppError `invalid-input` for credentials that need no request
 */
export async function authenticateClient(
  credentials: ClientCredentials,
  endpoint: string,
  { clock, random }: { readonly clock: ClockPort; readonly random: RandomPort }
): Promise<ClientAuthentication> {
  switch (credentials.kind) {
    case 'private_key_jwt':
    case 'authorization_code': {
      const { clientId, key } = credentials
      // A public client names itself; nobody could keep a secret for it (RFC 6749 section 2.1).
      if (key === undefined) return { body: { client_id: clientId }, headers: {} }
      const assertion = await signAssertion({ clientId, key, tokenEndpoint: endpoint, clock, random })
      const type = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
      return { body: { client_assertion_type: type, client_assertion: assertion }, headers: {} }
    }
    case 'client_secret_basic': {
      // RFC 6749 section 2.3.1: both parts are form-encoded first.
      const pair = `${encodeURIComponent(credentials.clientId)}:${encodeURIComponent(credentials.secret)}`
      return { body: {}, headers: { authorization: `Basic ${Buffer.from(pair).toString('base64')}` } }
    }
    case 'client_secret_post':
      return { body: { client_id: credentials.clientId, client_secret: credentials.secret }, headers: {} }
    default:
      throw new AppError('invalid-input', m.theseCredentialsNeedNoSignIn)
  }
}

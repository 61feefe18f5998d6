import { createHash } from 'node:crypto'
import type { RandomPort } from '../ports/host.ts'

/** What an authorization request is made of. */
export interface AuthorizationRequestOptions {
  readonly endpoint: string
  readonly clientId: string
  readonly redirectUri: string
  readonly scope: string
  /** FHIR base. */
  readonly audience: string
  readonly random: RandomPort
}

/** A request that was made, and the secrets that tie its answer to it. They never leave the services. */
export interface AuthorizationRequest {
  /** Address of the page on which the person signs in. */
  readonly url: string
  readonly state: string
  readonly nonce: string
  /** PKCE code verifier (RFC 7636 section 4.1). */
  readonly verifier: string
}

/**
 * Makes an authorization request with PKCE and S256.
 * SMART App Launch 2.2, "Obtain authorization code"; RFC 7636 section 4.2; OpenID Connect Core 3.1.2.1.
 */
export function makeAuthorizationRequest(options: AuthorizationRequestOptions): AuthorizationRequest {
  const { endpoint, clientId, redirectUri, scope, audience, random } = options
  const [state, nonce, verifier] = [random.token(32), random.token(32), random.token(48)]
  const url = new URL(endpoint)
  const parameters = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope,
    state,
    aud: audience,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(scope.split(' ').includes('openid') ? { nonce } : {})
  }
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return { url: url.href, state, nonce, verifier }
}

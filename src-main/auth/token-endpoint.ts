import { authMessages as m } from '#messages/auth.ts'
import { AppError } from '#shared/app-error.ts'
import type { OriginTrust } from './origin-trust.ts'
import { checkServerAddress } from './server-address.ts'

/** Where a connection could sign in. */
export interface TokenEndpointDependencies {
  /** Typed by the user; wins, and needs no further confirmation. */
  readonly typed: string | undefined
  /** Named by the server. */
  readonly discovered: string | undefined
  readonly trust: OriginTrust
  readonly allowHttpLoopback: boolean
}

/**
 * The origin of a token endpoint that the server names on another site and the user has not confirmed: secrets are not
 * sent there. `undefined` when there is none.
 */
export function unconfirmedOrigin({ typed, discovered, trust }: TokenEndpointDependencies): string | undefined {
  if (typed || !discovered || !URL.canParse(discovered) || trust.trusts(discovered)) return undefined
  return new URL(discovered).origin
}

/**
 * The token endpoint to use: checked for TLS, and on a site that the user configured or confirmed.
 * @returns `undefined` when the server names none
 * @throws AppError `invalid-input`, `not-allowed`; nothing has been sent then
 */
export function tokenEndpointOf(dependencies: TokenEndpointDependencies): string | undefined {
  const endpoint = dependencies.typed || dependencies.discovered
  if (!endpoint) return undefined
  checkServerAddress(endpoint, dependencies.allowHttpLoopback)
  const origin = unconfirmedOrigin(dependencies)
  if (origin === undefined) return endpoint
  throw new AppError('not-allowed', unconfirmedText(origin))
}

/** What to do about an origin that is not confirmed. */
export function unconfirmedText(origin: string): string {
  return m.theServerNamesASignIn(origin)
}

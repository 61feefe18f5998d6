import { servicesSignInMessages as m } from '#messages/services/sign-in.ts'
import { AppError } from '#shared/app-error.ts'
import type { ConnectionSettings } from '#shared/connections/connection-settings.ts'
import { originTrust } from '../../auth/origin-trust.ts'
import { personScopes } from '../../auth/scopes.ts'
import { SignInRefusal } from '../../auth/sign-in-refusal.ts'
import type { Discovery } from '../../auth/smart-configuration.ts'
import { tokenEndpointOf } from '../../auth/token-endpoint.ts'

/** Where and for what a person signs in. */
export interface SignInPlan {
  readonly base: string
  readonly authorizationEndpoint: string
  readonly tokenEndpoint: string
  readonly revocationEndpoint: string | undefined
  readonly issuer: string | undefined
  /** The server promises to name itself in its answers. */
  readonly namesIssuer: boolean
  /** Where the keys are that check who signed in; `undefined` where the server does not say who. */
  readonly jwksUri: string | undefined
  readonly scope: string
}

/** What a plan is made for. */
export type SignInSettings = Pick<
  ConnectionSettings,
  'base' | 'tokenEndpoint' | 'scopes' | 'typeFilters' | 'trustedOrigins' | 'allowHttpLoopback'
>

/**
 * Plans a sign-in by a person: every address checked for TLS and for a site that the user configured or confirmed, and the
 * fewest permissions for the types.
 * @param types resource types to read; empty for all
 * @throws AppError `not-supported`, `not-allowed`, `invalid-input`; nothing has been sent to a sign-in service then
 */
export function planSignIn(settings: SignInSettings, discovery: Discovery, types: readonly string[]): SignInPlan {
  const { base, allowHttpLoopback } = settings
  const trust = originTrust(base, settings.trustedOrigins)
  const checked = (typed: string | undefined, discovered: string | undefined): string | undefined =>
    tokenEndpointOf({ typed, discovered, trust, allowHttpLoopback })
  const authorizationEndpoint = checked(undefined, discovery.authorizationEndpoint)
  const tokenEndpoint = checked(settings.tokenEndpoint, discovery.tokenEndpoint)
  if (authorizationEndpoint === undefined || tokenEndpoint === undefined)
    throw new AppError('not-supported', m.theServerDoesNotSayWhere)
  const { challengeMethods, issuer, namesIssuer } = discovery
  if (challengeMethods.length > 0 && !challengeMethods.includes('S256'))
    throw new SignInRefusal('no-pkce', m.theServerDoesNotTakeThe, 'not-supported')
  const jwksUri = issuer === undefined ? undefined : checked(undefined, discovery.jwksUri)
  const scope = settings.scopes || personScopes(types, discovery, settings.typeFilters)
  return {
    base,
    authorizationEndpoint,
    tokenEndpoint,
    revocationEndpoint: checked(undefined, discovery.revocationEndpoint),
    issuer,
    namesIssuer,
    jwksUri: scope.split(/\s+/).includes('openid') ? jwksUri : undefined,
    scope
  }
}

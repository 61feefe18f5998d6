import type { GrantStore } from './grant.ts'
import type { SigningKey } from './signing-key.ts'

/** How a connection proves who it is. Secrets stay in memory and in the keychain. */
export type ClientCredentials =
  | { readonly kind: 'private_key_jwt'; readonly clientId: string; readonly key: SigningKey }
  | { readonly kind: 'client_secret_basic'; readonly clientId: string; readonly secret: string }
  | { readonly kind: 'client_secret_post'; readonly clientId: string; readonly secret: string }
  | {
      /** A person signed in (SMART App Launch). Without a key the client is a public one. */
      readonly kind: 'authorization_code'
      readonly clientId: string
      readonly key: SigningKey | undefined
      readonly grants: GrantStore
    }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'none' }

/** Whether tokens come from a token endpoint that has to be known before a request. */
export function asksTokenEndpoint({ kind }: ClientCredentials): boolean {
  return kind !== 'none' && kind !== 'bearer' && kind !== 'authorization_code'
}

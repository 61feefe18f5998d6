import * as v from 'valibot'

/** What a person granted by signing in. It is a secret: for the sealed store only. */
export const Grant = v.object({
  /** FHIR base and client for which it was granted; it is used with no others. */
  base: v.string(),
  clientId: v.string(),
  /** Where it was granted; it is renewed and revoked there only. */
  tokenEndpoint: v.string(),
  revocationEndpoint: v.optional(v.string()),
  /** From the checked identity token; absent where the server offers none. */
  subject: v.optional(v.string()),
  name: v.optional(v.string()),
  accessToken: v.string(),
  /** When the access token was issued, in milliseconds since 1970. */
  issuedAt: v.number(),
  /** As the server named it. */
  lifeSeconds: v.optional(v.number()),
  scope: v.optional(v.string()),
  refreshToken: v.optional(v.string()),
  /** When the person signed in, in milliseconds since 1970. */
  signedInAt: v.number()
})
export type Grant = v.InferOutput<typeof Grant>

/** Where the grant of one connection is stored. */
export interface GrantStore {
  /** `undefined` while nobody is signed in. @throws AppError `not-allowed` while the keyring is not open */
  read(): Promise<Grant | undefined>
  /**
   * Changes the grant while no other process does, so that a refresh token is used once.
   * @param make gets the grant as it is at that moment; what it returns is stored before this resolves, and `undefined`
   *   removes it. When it throws, nothing changes.
   */
  change(make: (grant: Grant | undefined) => Promise<Grant | undefined>): Promise<Grant | undefined>
}

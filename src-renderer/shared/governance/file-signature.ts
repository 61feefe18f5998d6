import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'

/** Public half of an Ed25519 key as the `x` of its JWK: 32 bytes in base64url (RFC 8037, section 2). */
export const PublisherKey = v.pipe(v.string(), v.regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/, m.expectedAPublicKey))

/** Somebody whose signature of files is trusted. */
export const TrustedPublisher = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  key: PublisherKey
})
export type TrustedPublisher = v.InferOutput<typeof TrustedPublisher>

/** What of a file is signed. */
export const FileDigest = v.strictObject({
  /** SHA-256 of its bytes, hexadecimal. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0))
})
export type FileDigest = v.InferOutput<typeof FileDigest>

/** Most characters of a signature file. */
export const maxSignatureLength = 2000

/** What a signature says about a file; a wrong one is an error. */
export const SignatureVerdict = v.variant('state', [
  v.object({ state: v.literal('unsigned') }),
  /** By a key that nobody said to be trusted. */
  v.object({ state: v.literal('unknown'), key: PublisherKey, signedAt: v.string() }),
  v.object({ state: v.literal('trusted'), publisher: v.string(), key: PublisherKey, signedAt: v.string() })
])
export type SignatureVerdict = v.InferOutput<typeof SignatureVerdict>

/** The verdict in a sentence. */
export function signatureSentence(verdict: SignatureVerdict): string {
  if (verdict.state === 'unsigned') return m.noPublisherSignedIt
  const day = verdict.signedAt.slice(0, 10)
  return verdict.state === 'trusted' ? m.signedBy(verdict.publisher, day) : m.signedByAnUnknownKey(verdict.key, day)
}

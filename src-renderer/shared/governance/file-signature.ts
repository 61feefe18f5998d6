import { sharedMessages as m } from '#messages/shared.ts'
import * as v from 'valibot'
import { AppError } from '../app-error.ts'

/** Public half of an Ed25519 key as the `x` of its JWK: 32 bytes in base64url (RFC 8037, section 2). */
export const PublisherKey = v.pipe(v.string(), v.regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/, m.expectedAPublicKey))

/** Somebody whose signature of files is trusted. */
export const TrustedPublisher = v.strictObject({
  name: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
  key: PublisherKey
})
export type TrustedPublisher = v.InferOutput<typeof TrustedPublisher>

/** Most publishers that one installation trusts. */
export const maxPublishers = 100

/** Files of others that may be signed. */
export const signedThings = ['site-pack', 'cut-points', 'benchmarks', 'risk-tables', 'constants'] as const
export type SignedThing = (typeof signedThings)[number]

/** The text whose SHA-256 is the fingerprint of a key: RFC 7638, with the members of RFC 8037, appendix A.3. */
export function thumbprintText(key: string): string {
  return `{"crv":"Ed25519","kty":"OKP","x":"${key}"}`
}

/** Hexadecimal digits of a seal or fingerprint in groups of four, to be read aloud. Spaces make no difference when it is typed. */
export function groupedDigits(digits: string): string {
  return digits.replace(/(.{4})(?=.)/g, '$1 ')
}

const PublicKeyFile = v.union([
  v.pipe(
    v.object({ name: v.optional(v.string()), key: PublisherKey }),
    v.transform(({ name = '', key }) => ({ name, key }))
  ),
  v.pipe(
    v.object({ kty: v.literal('OKP'), crv: v.literal('Ed25519'), x: PublisherKey, d: v.optional(v.never()) }),
    v.transform(({ x }) => ({ name: '', key: x }))
  )
])

/**
 * Reads the file of a public key: the entry of a policy with name and key, a JWK, or the key alone.
 * @throws AppError `invalid-input` for a private key, which nobody hands on, and for anything else
 */
export function readPublisherFile(text: string): TrustedPublisher {
  const bare = v.safeParse(PublisherKey, text.trim())
  if (bare.success) return { name: '', key: bare.output }
  const json = v.safeParse(v.pipe(v.string(), v.parseJson()), text)
  if (json.success && v.is(v.object({ d: v.string() }), json.output))
    throw new AppError('invalid-input', m.theFileHoldsAPrivateKey)
  const found = json.success ? v.safeParse(PublicKeyFile, json.output) : undefined
  if (found?.success !== true) throw new AppError('invalid-input', m.theFileHoldsNoPublicKey)
  return { name: found.output.name.trim().slice(0, 200), key: found.output.key }
}

/** What of a file is signed. */
export const FileDigest = v.strictObject({
  /** SHA-256 of its bytes, hexadecimal. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  bytes: v.pipe(v.number(), v.safeInteger(), v.minValue(0))
})
export type FileDigest = v.InferOutput<typeof FileDigest>

/** Ending of the file with the signature of a file. */
export const signatureEnding = '.sig'

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

import { servicesMessages as m } from '#messages/services.ts'
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject
} from 'node:crypto'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import {
  FileDigest,
  maxSignatureLength,
  PublisherKey,
  type SignatureVerdict,
  type TrustedPublisher
} from '#shared/governance/file-signature.ts'

const TYPE = 'populus-signature'

/** RFC 8037: an Ed25519 key as JWK, of which `x` is the public half. */
const PublicJwk = v.strictObject({ kty: v.literal('OKP'), crv: v.literal('Ed25519'), x: PublisherKey })
const Header = v.strictObject({ alg: v.literal('EdDSA'), typ: v.literal(TYPE), jwk: PublicJwk })
const Statement = v.strictObject({ ...FileDigest.entries, signedAt: v.pipe(v.string(), v.isoTimestamp()) })
const PrivateJwk = v.object({ ...PublicJwk.entries, d: v.string() })

/** A key with which a publisher signs. */
export interface SigningPublisher {
  readonly privateKey: KeyObject
  /** The public half, which recipients trust. */
  readonly key: string
}

/** Makes a key pair. @returns the private key as JWK text, which is a secret, and the public half */
export function makePublisherKey(): { readonly text: string; readonly key: string } {
  const jwk = v.parse(PrivateJwk, generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }))
  return { text: `${JSON.stringify(jwk)}\n`, key: jwk.x }
}

/** Reads the text of a private key. @throws AppError `invalid-input` where it is none of Ed25519 */
export function readPublisherKey(text: string): SigningPublisher {
  const jwk = v.safeParse(v.pipe(v.string(), v.parseJson(), PrivateJwk), text)
  if (!jwk.success) throw new AppError('invalid-input', m.theFileIsNoPublisherKey)
  const { kty, crv, x, d } = jwk.output
  let privateKey: KeyObject
  try {
    privateKey = createPrivateKey({ key: { kty, crv, x, d }, format: 'jwk' })
  } catch (cause) {
    throw new AppError('invalid-input', m.theFileIsNoPublisherKey, { cause })
  }
  const publicHalf = createPublicKey(privateKey).export({ format: 'jwk' })
  if (publicHalf['x'] !== x) throw new AppError('invalid-input', m.theFileIsNoPublisherKey)
  return { privateKey, key: x }
}

/** What of a file is signed. */
export function digestOfFile(bytes: Uint8Array): FileDigest {
  return { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length }
}

/**
 * Signs a file, as the text of the file next to it: a JWS in compact form (RFC 7515) with EdDSA over Ed25519 (RFC 8037), whose payload
 * names the SHA-256 and the length of the file.
 * @param signedAt milliseconds since 1970
 */
export function signDigest(
  { sha256, bytes }: FileDigest,
  { privateKey, key }: SigningPublisher,
  signedAt: number
): string {
  const header = { alg: 'EdDSA', typ: TYPE, jwk: { kty: 'OKP', crv: 'Ed25519', x: key } }
  const statement = { sha256, bytes, signedAt: new Date(signedAt).toISOString() }
  const signed = [header, statement].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')
  return `${signed}.${sign(null, Buffer.from(signed), privateKey).toString('base64url')}\n`
}

/**
 * Checks a signature against a file.
 * @param text of the file next to it; undefined where there is none
 * @throws AppError `invalid-input` for one that is damaged, or is of other bytes
 */
export function checkSignature(
  file: FileDigest,
  text: string | undefined,
  publishers: readonly TrustedPublisher[]
): SignatureVerdict {
  if (text === undefined) return { state: 'unsigned' }
  const { sha256 } = file
  const { key, statement } = readSignature(text, sha256)
  if (statement.sha256 !== sha256 || statement.bytes !== file.bytes)
    throw new AppError('invalid-input', m.theSignatureIsOfAnotherFile, { sha256 })
  const { signedAt } = statement
  const publisher = publishers.find((each) => each.key === key)
  return publisher === undefined
    ? { state: 'unknown', key, signedAt }
    : { state: 'trusted', publisher: publisher.name, key, signedAt }
}

/**
 * Reads a signature that is whole: each part of it has one spelling, so that no byte of the file can change.
 * @param sha256 of the file that it is said to be of, which a refusal names
 */
function readSignature(
  text: string,
  sha256: string
): {
  readonly key: string
  readonly statement: v.InferOutput<typeof Statement>
} {
  const damaged = (cause?: unknown): AppError =>
    new AppError('invalid-input', m.theSignatureIsDamaged, { cause, sha256 })
  const parts = text.length > maxSignatureLength ? [] : text.slice(0, -1).split('.')
  const decoded = parts.map((part) => Buffer.from(part, 'base64url'))
  const [headerPart, statementPart] = parts
  const [headerBytes, statementBytes, signature] = decoded
  if (parts.length !== 3 || headerBytes === undefined || statementBytes === undefined || signature === undefined)
    throw damaged()
  if (`${decoded.map((part) => part.toString('base64url')).join('.')}\n` !== text) throw damaged()
  const read = v.pipe(v.string(), v.parseJson())
  const header = v.safeParse(v.pipe(read, Header), headerBytes.toString('utf8'))
  const statement = v.safeParse(v.pipe(read, Statement), statementBytes.toString('utf8'))
  if (!header.success || !statement.success) throw damaged()
  const { jwk } = header.output
  try {
    const publicKey = createPublicKey({ key: jwk, format: 'jwk' })
    if (!verify(null, Buffer.from(`${headerPart}.${statementPart}`), publicKey, signature)) throw damaged()
  } catch (cause) {
    throw cause instanceof AppError ? cause : damaged(cause)
  }
  return { key: jwk.x, statement: statement.output }
}

import type { NewKeyAlgorithm } from '#shared/connections/connection-keys.ts'
import { authMessages as m } from '#messages/auth.ts'
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'

/** The two algorithms that every server must take, and two that some list. SMART App Launch 2.2, "Client authentication". */
export type SigningAlgorithm = 'ES384' | 'RS384' | 'RS256' | 'ES256'

/** A key pair that signs requests for tokens. */
export interface SigningKey {
  readonly kid: string
  readonly algorithm: SigningAlgorithm
  readonly privateKey: KeyObject
  /** The public half with `kid`, `alg`, `use` and `key_ops`. */
  readonly publicJwk: JWK
}

/**
 * Makes a key pair. The kid is the RFC 7638 thumbprint, and never begins with a dash: it is a value of options of the
 * command line, where it would look like an option itself.
 */
export async function makeSigningKey(algorithm: NewKeyAlgorithm): Promise<SigningKey> {
  const { privateKey } = await generateKeyPair(algorithm, { extractable: true, modulusLength: 3072 })
  const key = await fromJwk({ ...(await exportJWK(privateKey)), alg: algorithm })
  return key.kid.startsWith('-') ? makeSigningKey(algorithm) : key
}

/**
 * Takes a private key as PEM (PKCS#8, PKCS#1, SEC1), JWK, or JWKS.
 * Of a set, the key with `kid` is taken; without `kid` the first private one that may sign.
 *
 * @throws AppError `invalid-input` when there is no private RSA (2048 bits or more) or EC P-384 or P-256 key in it
 */
export async function readSigningKey(text: string, kid?: string): Promise<SigningKey> {
  const trimmed = text.trim()
  if (trimmed.startsWith('{')) return fromJwk(chooseJwk(trimmed, kid))
  let pem: KeyObject
  try {
    pem = createPrivateKey(trimmed)
  } catch (cause) {
    throw wrongKey(cause)
  }
  return fromJwk({ ...(pem.export({ format: 'jwk' }) as JWK), ...(kid === undefined ? {} : { kid }) })
}

/** The private key as JWK text. It is a secret: for the sealed store only. */
export function writeSigningKey(key: SigningKey): string {
  return JSON.stringify({ ...key.privateKey.export({ format: 'jwk' }), kid: key.kid, alg: key.algorithm })
}

function chooseJwk(text: string, kid: string | undefined): JWK {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw wrongKey(cause)
  }
  const set =
    typeof json === 'object' && json !== null && 'keys' in json && Array.isArray(json.keys) ? json.keys : [json]
  const signing = (set as JWK[]).filter(
    (key) => typeof key.d === 'string' && (key.key_ops === undefined || key.key_ops.includes('sign'))
  )
  const chosen = kid === undefined ? signing[0] : signing.find((key) => key.kid === kid)
  if (chosen === undefined) throw wrongKey(undefined)
  return chosen
}

async function fromJwk(jwk: JWK): Promise<SigningKey> {
  const algorithm = algorithmOf(jwk)
  let privateKey: KeyObject
  try {
    const { kty, crv, x, y, d, n, e, p, q, dp, dq, qi } = jwk
    const bare = kty === 'EC' ? { kty, crv, x, y, d } : { kty, n, e, d, p, q, dp, dq, qi }
    privateKey = createPrivateKey({ key: bare as Record<string, string>, format: 'jwk' })
  } catch (cause) {
    throw wrongKey(cause)
  }
  const bits = privateKey.asymmetricKeyDetails?.modulusLength ?? 4096
  if (bits < 2048) throw wrongKey(undefined)
  const { kty, n, e, crv, x, y } = jwk
  const bare: JWK =
    kty === 'EC'
      ? { kty, crv: defined(crv), x: defined(x), y: defined(y) }
      : { kty: 'RSA', n: defined(n), e: defined(e) }
  const kid = jwk.kid ?? (await calculateJwkThumbprint(bare))
  // MEDITECH refuses keys without `use`; others look for `key_ops`.
  return { kid, algorithm, privateKey, publicJwk: { ...bare, kid, alg: algorithm, use: 'sig', key_ops: ['verify'] } }
}

function algorithmOf({ kty, crv, alg }: JWK): SigningAlgorithm {
  if (kty === 'RSA') return alg === 'RS256' ? 'RS256' : 'RS384'
  if (kty === 'EC' && crv === 'P-384') return 'ES384'
  if (kty === 'EC' && crv === 'P-256') return 'ES256'
  throw wrongKey(undefined)
}

function wrongKey(cause: unknown): AppError {
  return new AppError('invalid-input', m.thereIsNoUsablePrivateKey, { cause })
}

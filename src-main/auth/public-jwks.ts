import { calculateJwkThumbprint, type JWK } from 'jose'
import type { NetPort } from '../ports/host.ts'
import { readReply } from './read-json.ts'
import type { SigningKey } from './signing-key.ts'

/**
 * The public key set to host or to register: never a private part. During a rotation it holds both keys.
 * @returns JSON text of a JWKS (RFC 7517 section 5)
 */
export function publicJwks(keys: readonly { readonly publicJwk: JWK }[]): string {
  return `${JSON.stringify({ keys: keys.map(({ publicJwk }) => publicJwk) }, undefined, 2)}\n`
}

/** What a hosted key set says about one of our keys. */
export type PublishedKey = 'there' | 'missing' | 'twice' | 'different' | 'unreachable' | 'not-a-key-set'

/**
 * Fetches a hosted key set as an authorization server does, and looks for a key: exactly one entry must have its kid, and
 * the thumbprints must be equal.
 */
export async function checkHostedJwks(
  net: NetPort,
  url: string,
  key: Pick<SigningKey, 'kid' | 'publicJwk'>
): Promise<PublishedKey> {
  let json: unknown
  try {
    const reply = await readReply(await net.send({ method: 'GET', url, headers: { accept: 'application/json' } }))
    if (reply.status !== 200) return 'unreachable'
    json = reply.json
  } catch {
    return 'unreachable'
  }
  if (typeof json !== 'object' || json === null || !('keys' in json) || !Array.isArray(json.keys))
    return 'not-a-key-set'
  const same = (json.keys as JWK[]).filter(({ kid }) => kid === key.kid)
  const [hosted] = same
  if (hosted === undefined) return 'missing'
  if (same.length > 1) return 'twice'
  try {
    const [theirs, ours] = await Promise.all([calculateJwkThumbprint(hosted), calculateJwkThumbprint(key.publicJwk)])
    return theirs === ours ? 'there' : 'different'
  } catch {
    return 'different'
  }
}

import { calculateJwkThumbprint } from 'jose'
import { AppError } from '#shared/app-error.ts'
import { readSigningKey, writeSigningKey, type SigningKey } from '../../auth/signing-key.ts'
import type { ConnectionFile } from './connection-file.ts'
import type { ConnectionSecrets } from './connection-secrets.ts'

/** The keys of one connection: what is known of them in the clear, and their private halves. */
export interface OpenedKeys {
  readonly keys: ConnectionFile['keys']
  readonly secrets: ConnectionSecrets
}

/**
 * Adds a key. The first one signs; a further one stands beside it, in the place of another that stood there.
 * @param now milliseconds since 1970
 * @throws AppError `invalid-input` when there is a key with its kid
 */
export async function withKey({ keys, secrets }: OpenedKeys, key: SigningKey, now: number): Promise<OpenedKeys> {
  if (keys.some(({ kid }) => kid === key.kid))
    throw new AppError('invalid-input', 'This connection has a key with this kid already.')
  const signing = keys.filter(({ role }) => role === 'signing')
  const info: ConnectionFile['keys'][number] = {
    kid: key.kid,
    algorithm: key.algorithm,
    thumbprint: await calculateJwkThumbprint(key.publicJwk),
    createdAt: now,
    role: signing.length === 0 ? 'signing' : 'next',
    publicJwk: { ...key.publicJwk }
  }
  const kept = secrets.keys.filter(({ kid }) => signing.some((item) => item.kid === kid))
  return {
    keys: [...signing, info],
    secrets: { ...secrets, keys: [...kept, { kid: key.kid, jwk: writeSigningKey(key) }] }
  }
}

/** Lets another key sign. @throws AppError `not-found` */
export function signedBy(keys: ConnectionFile['keys'], kid: string): ConnectionFile['keys'] {
  if (!keys.some((key) => key.kid === kid)) throw new AppError('not-found', 'This connection has no such key.')
  return keys.map((key) => ({ ...key, role: key.kid === kid ? 'signing' : 'next' }))
}

/** Forgets a key; one that is left signs. */
export function withoutKey({ keys, secrets }: OpenedKeys, kid: string): OpenedKeys {
  const left = keys.filter((key) => key.kid !== kid)
  return {
    keys: left.map((key, index) => (index === 0 ? { ...key, role: 'signing' } : key)),
    secrets: { ...secrets, keys: secrets.keys.filter((key) => key.kid !== kid) }
  }
}

/** The keys with their private halves, the signing one first. */
export async function readKeys({ keys, secrets }: OpenedKeys): Promise<SigningKey[]> {
  const ordered = [...keys].sort((a, b) => Number(a.role === 'next') - Number(b.role === 'next'))
  return Promise.all(
    ordered.flatMap(({ kid }) => {
      const found = secrets.keys.find((key) => key.kid === kid)
      return found === undefined ? [] : [readSigningKey(found.jwk, kid)]
    })
  )
}

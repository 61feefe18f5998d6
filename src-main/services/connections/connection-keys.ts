import { servicesConnectionsMessages as m } from '#messages/services/connections.ts'
import { calculateJwkThumbprint } from 'jose'
import { AppError } from '#shared/app-error.ts'
import { readSigningKey, writeSigningKey, type SigningKey } from '../../auth/signing-key.ts'
import type { ConnectionFile } from './connection-file.ts'
import type { ConnectionSecrets } from './connection-secrets.ts'

/** The keys of one connection: what is known of them in the clear, and their private halves. */
export interface OpenedKeys {
  readonly keys: ConnectionFile['keys']
  /** Keys that were revoked or withdrawn. */
  readonly ended: NonNullable<ConnectionFile['endedKeys']>
  readonly secrets: ConnectionSecrets
}

/**
 * Adds a key. The first one signs; a further one stands next to it, in the place of another that stood there.
 * @param now milliseconds since 1970
 * @throws AppError `invalid-input` when there is a key with its kid, or it was revoked
 */
export async function withKey({ keys, ended, secrets }: OpenedKeys, key: SigningKey, now: number): Promise<OpenedKeys> {
  if (keys.some(({ kid }) => kid === key.kid)) throw new AppError('invalid-input', m.thisConnectionHasAKeyWith)
  const thumbprint = await calculateJwkThumbprint(key.publicJwk)
  if (ended.some((item) => item.thumbprint === thumbprint))
    throw new AppError('invalid-input', m.thisKeyWasRevokedOrWithdrawn)
  const staying = keys.filter(({ role }) => role !== 'next')
  const info: ConnectionFile['keys'][number] = {
    kid: key.kid,
    algorithm: key.algorithm,
    thumbprint,
    createdAt: now,
    role: staying.length === 0 ? 'signing' : 'next',
    publicJwk: { ...key.publicJwk }
  }
  const remaining = secrets.keys.filter(({ kid }) => staying.some((item) => item.kid === kid))
  return {
    ended,
    keys: [...staying, info],
    secrets: { ...secrets, keys: [...remaining, { kid: key.kid, jwk: writeSigningKey(key) }] }
  }
}

/**
 * Lets another key sign.
 * @param withdrawAt when the key that signed until now is withdrawn, in milliseconds since 1970; it stays as `next` when absent
 * @throws AppError `not-found`
 */
export function signedBy(keys: ConnectionFile['keys'], kid: string, withdrawAt?: number): ConnectionFile['keys'] {
  if (!keys.some((key) => key.kid === kid)) throw noSuchKey()
  return keys.map(({ withdrawAt: known, ...key }) => {
    if (key.kid === kid) return { ...key, role: 'signing' }
    if (key.role === 'signing' && withdrawAt !== undefined) return { ...key, role: 'retired', withdrawAt }
    return key.role === 'retired' && known !== undefined ? { ...key, withdrawAt: known } : { ...key, role: 'next' }
  })
}

/** Keys that belong into the public set: a retired one does until it is withdrawn. @param now milliseconds since 1970 */
export function publishedKeys(keys: ConnectionFile['keys'], now: number): ConnectionFile['keys'] {
  return keys.filter((key) => !isDue(key, now))
}

/** Whether keys wait to be withdrawn. */
export function hasDueKeys(keys: ConnectionFile['keys'], now: number): boolean {
  return keys.some((key) => isDue(key, now))
}

/** Destroys the private halves of retired keys whose overlap is over. */
export function withoutDueKeys(opened: OpenedKeys, now: number): OpenedKeys {
  return end(
    opened,
    opened.keys.filter((key) => isDue(key, now)),
    'withdrawn',
    now
  )
}

/** Destroys the private half of a key at once, whether it signs or not. @throws AppError `not-found` */
export function revoked(opened: OpenedKeys, kid: string, now: number): OpenedKeys {
  const keys = opened.keys.filter((key) => key.kid === kid)
  if (keys.length === 0) throw noSuchKey()
  return end(opened, keys, 'revoked', now)
}

/** How many ended keys are remembered. */
const rememberedKeys = 20

function end(opened: OpenedKeys, keys: ConnectionFile['keys'], how: 'revoked' | 'withdrawn', now: number): OpenedKeys {
  const ended = keys.map(({ kid, thumbprint, publicJwk }) => ({ kid, thumbprint, at: now, how, publicJwk }))
  const left = keys.reduce((rest, { kid }) => withoutKey(rest, kid), opened)
  return { ...left, ended: [...ended, ...opened.ended].slice(0, rememberedKeys) }
}

function isDue({ role, withdrawAt }: ConnectionFile['keys'][number], now: number): boolean {
  return role === 'retired' && withdrawAt !== undefined && withdrawAt <= now
}

function noSuchKey(): AppError {
  return new AppError('not-found', m.thisConnectionHasNoSuchKey)
}

/** Forgets a key. When it signed, the next one does, or else a retired one. */
export function withoutKey({ keys, ended, secrets }: OpenedKeys, kid: string): OpenedKeys {
  const left = keys.filter((key) => key.kid !== kid)
  const heir = left.find(({ role }) => role === 'next') ?? left[0]
  const isSigned = left.some(({ role }) => role === 'signing')
  return {
    ended,
    keys: heir === undefined || isSigned ? left : signedBy(left, heir.kid),
    secrets: { ...secrets, keys: secrets.keys.filter((key) => key.kid !== kid) }
  }
}

/** The keys with their private halves, the signing one first. */
export async function readKeys({ keys, secrets }: Pick<OpenedKeys, 'keys' | 'secrets'>): Promise<SigningKey[]> {
  const ordered = [...keys].sort((a, b) => Number(a.role !== 'signing') - Number(b.role !== 'signing'))
  return Promise.all(
    ordered.flatMap(({ kid }) => {
      const found = secrets.keys.find((key) => key.kid === kid)
      return found === undefined ? [] : [readSigningKey(found.jwk, kid)]
    })
  )
}

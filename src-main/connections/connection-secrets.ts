import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import type { Keyring } from '../storage/keyring.ts'
import { wrappedKeyBytes } from '../storage/wrap-key.ts'

/** The secrets of one connection: private keys as JWK text, and a client secret or bearer token. */
export const ConnectionSecrets = v.object({
  keys: v.array(v.object({ kid: v.string(), jwk: v.string() })),
  secret: v.optional(v.string())
})
export type ConnectionSecrets = v.InferOutput<typeof ConnectionSecrets>

export const noSecrets: ConnectionSecrets = { keys: [] }

const nonceBytes = 12
const tagBytes = 16
const purposeOf = (id: string): string => `connection/${id}`

/**
 * Seals the secrets of a connection: a wrapped key, a nonce, the ciphertext, and its tag (AES-256-GCM).
 * @throws AppError `not-allowed` while the keyring is not open
 */
export function sealSecrets(secrets: ConnectionSecrets, id: string, keyring: Keyring): Buffer {
  const { key, wrapped } = keyring.makeKey(purposeOf(id))
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([
    wrapped,
    nonce,
    cipher.update(JSON.stringify(secrets), 'utf8'),
    cipher.final(),
    cipher.getAuthTag()
  ])
  key.fill(0)
  return sealed
}

/** @throws AppError `not-allowed` while the keyring is not open, `unreadable-file` when the bytes are not what was sealed */
export function openSecrets(sealed: Buffer, id: string, keyring: Keyring): ConnectionSecrets {
  const key = keyring.openKey(sealed.subarray(0, wrappedKeyBytes), purposeOf(id))
  const start = wrappedKeyBytes + nonceBytes
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(wrappedKeyBytes, start))
    decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
    const text = Buffer.concat([decipher.update(sealed.subarray(start, sealed.length - tagBytes)), decipher.final()])
    return v.parse(ConnectionSecrets, JSON.parse(text.toString('utf8')))
  } catch (cause) {
    throw new AppError(
      'unreadable-file',
      'The keys of this connection are damaged. Make or import a key again, and register its public half.',
      { cause }
    )
  } finally {
    key.fill(0)
  }
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { Keyring } from './keyring.ts'
import { wrappedKeyBytes } from './wrap-key.ts'

const nonceBytes = 12
const tagBytes = 16

/**
 * Seals a short text under a key of its own: the wrapped key, a nonce, the ciphertext, and its tag (AES-256-GCM).
 * @param purpose what the text is for; it opens for nothing else
 * @throws AppError `not-allowed` while the keyring is not open
 */
export function sealText(text: string, purpose: string, keyring: Pick<Keyring, 'makeKey'>): Buffer {
  const { key, wrapped } = keyring.makeKey(purpose)
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([wrapped, nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
  key.fill(0)
  return sealed
}

/**
 * @returns the text; `undefined` when the bytes are not what was sealed
 * @throws AppError `not-allowed` while the keyring is not open, `unreadable-file` when the key is not of this keyring
 */
export function openText(sealed: Buffer, purpose: string, keyring: Pick<Keyring, 'openKey'>): string | undefined {
  const start = wrappedKeyBytes + nonceBytes
  const key = keyring.openKey(sealed.subarray(0, wrappedKeyBytes), purpose)
  try {
    if (sealed.length < start + tagBytes) return undefined
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(wrappedKeyBytes, start))
    decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes))
    const text = decipher.update(sealed.subarray(start, sealed.length - tagBytes))
    try {
      return Buffer.concat([text, decipher.final()]).toString('utf8')
    } catch {
      // The tag does not fit: changed or cut.
      return undefined
    }
  } finally {
    key.fill(0)
  }
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** A key of 32 bytes, sealed by another one: nonce, ciphertext and tag. */
export const wrappedKeyBytes = 12 + 32 + 16

/**
 * Seals a key with AES-256-GCM under another key.
 * @param purpose what the key is for; it opens for nothing else
 */
export function wrapKey(key: Uint8Array, wrapping: Uint8Array, purpose: string): Buffer {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', wrapping, nonce)
  cipher.setAAD(Buffer.from(purpose))
  return Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()])
}

/** @returns the key; `undefined` when the wrapping key or the purpose is another one, or the bytes were changed */
export function unwrapKey(wrapped: Uint8Array, wrapping: Uint8Array, purpose: string): Buffer | undefined {
  if (wrapped.length !== wrappedKeyBytes) return undefined
  const decipher = createDecipheriv('aes-256-gcm', wrapping, wrapped.subarray(0, 12))
  decipher.setAAD(Buffer.from(purpose))
  decipher.setAuthTag(wrapped.subarray(44))
  const key = decipher.update(wrapped.subarray(12, 44))
  try {
    decipher.final()
  } catch {
    return undefined
  }
  return key
}

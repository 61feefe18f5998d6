import { hkdfSync, randomBytes } from 'node:crypto'

/** Crockford's Base32: no letter looks like a digit. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const keyBytes = 20
const groupLength = 4

/** A recovery key for paper: 160 random bits as eight groups of four characters. */
export function makeRecoveryKey(): string {
  const bits = [...randomBytes(keyBytes)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const signs = (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)])
  return (signs.join('').match(new RegExp(`.{${groupLength}}`, 'g')) ?? []).join('-')
}

/**
 * The key that a recovery key stands for, 32 bytes. Case, spaces and hyphens do not count, and look-alikes are read as the
 * character that is meant. Its 160 bits cannot be guessed, so no slow derivation is needed (HKDF, RFC 5869).
 * @returns `undefined` for text that is no recovery key
 */
export function recoveryWrappingKey(text: string, salt: Uint8Array): Buffer | undefined {
  const signs = text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll(/[IL]/g, '1').replaceAll('O', '0')
  if (signs.length !== (keyBytes * 8) / 5 || Array.from(signs).some((sign) => !alphabet.includes(sign)))
    return undefined
  return Buffer.from(hkdfSync('sha256', Buffer.from(signs), salt, 'populus recovery key', 32))
}

import { randomBytes, scrypt, type ScryptOptions } from 'node:crypto'

/** The work that one guess of a passphrase costs, as the parameters of scrypt (RFC 7914). */
export interface PassphraseWork {
  readonly N: number
  readonly r: number
  readonly p: number
}

/** What every keyring of the product is made with: 128 MB of memory and a good part of a second. */
export const passphraseWork: PassphraseWork = { N: 2 ** 17, r: 8, p: 1 }

/** What has to be stored next to a key that comes from a passphrase. */
export interface PassphraseSalt extends PassphraseWork {
  /** 16 bytes, base64. */
  readonly salt: string
}

/** A salt for a new passphrase. */
export function newPassphraseSalt(work: PassphraseWork): PassphraseSalt {
  return { ...work, salt: randomBytes(16).toString('base64') }
}

/**
 * Derives 32 bytes from a passphrase. Spelling counts, the way its letters are composed does not (Unicode NFKC, as in
 * RFC 8265).
 */
export async function passphraseKey(passphrase: string, { N, r, p, salt }: PassphraseSalt): Promise<Buffer> {
  const options: ScryptOptions = { N, r, p, maxmem: 256 * N * r }
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), Buffer.from(salt, 'base64'), 32, options, (error, key) =>
      error === null ? resolve(key) : reject(error)
    )
  })
}

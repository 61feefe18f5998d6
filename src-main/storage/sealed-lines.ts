import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import type { StoreFiles } from './store-files.ts'

/** Files of text lines that are added to and read whole. */
export type LineFiles = Pick<StoreFiles, 'append' | 'read'>

const nonceBytes = 12
const tagBytes = 16

/**
 * Seals every write as a line of its own: Base64 of a random nonce, the ciphertext and its tag (AES-256-GCM), bound to the
 * name of the file. What a crash cut in the middle of a write is left out when the file is read.
 * @param key 32 bytes
 */
export function sealLines(files: StoreFiles, key: Uint8Array): LineFiles {
  return {
    async append(path) {
      const file = await files.append(path)
      return {
        ...file,
        // The line end in front closes a line that a crash left half written.
        write: (bytes) => file.write(Buffer.from(`\n${seal(key, basename(path), bytes)}\n`))
      }
    },
    async read(path) {
      const sealed = await files.read(path)
      if (sealed === undefined) return undefined
      return Buffer.concat(
        sealed
          .toString('latin1')
          .split('\n')
          .flatMap((line) => open(key, basename(path), line))
      )
    }
  }
}

function seal(key: Uint8Array, name: string, bytes: Uint8Array): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(name))
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

function open(key: Uint8Array, name: string, line: string): Buffer[] {
  const bytes = Buffer.from(line, 'base64')
  if (bytes.length < nonceBytes + tagBytes) return []
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, nonceBytes))
  decipher.setAAD(Buffer.from(name))
  decipher.setAuthTag(bytes.subarray(bytes.length - tagBytes))
  const text = decipher.update(bytes.subarray(nonceBytes, bytes.length - tagBytes))
  try {
    decipher.final()
  } catch {
    return []
  }
  return [text]
}

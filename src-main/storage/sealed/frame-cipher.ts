import { storageMessages as m } from '#messages/storage.ts'
import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto'
import { promisify } from 'node:util'
import { zstdDecompress, zstdDecompressSync } from 'node:zlib'
import { AppError } from '#shared/app-error.ts'
import { defined } from '#shared/language/defined.ts'
import { detachBuffer } from '#shared/detach-buffer.ts'
import { compressFrame, type Compression } from './zstd-lanes.ts'

/**
 * The sealed file: a header, then frames. A frame is the length of its ciphertext (4 bytes, big endian), the ciphertext and
 * a tag of 16 bytes. Every frame but the last holds exactly {@link segmentBytes} bytes of the text, so that a place in the
 * text tells its frame.
 *
 * AES-256-GCM in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár: "Online Authenticated-Encryption and its
 * Nonce-Reuse Misuse-Resistance", 2015): the nonce of a frame is a random prefix of 7 bytes, the frame's number (4 bytes,
 * big endian) and one byte that is 1 for the last frame. A frame that is changed, moved, left out or taken from another
 * file, and a file that ends early, do not open. The key of a file comes from the snapshot's key by HKDF-SHA-256 with the
 * file's own salt, so a nonce is never used twice under one key.
 *
 * A frame's text is one byte, 0 as it is or 1 compressed by Zstandard (needs Node 22.15 or later, or 23.8), and the data.
 */
export const segmentBytes = 256 * 1024

/** Bytes of the header: magic, version, salt, nonce prefix. */
export const headerBytes = 8 + 32 + 7
/** Bytes around the ciphertext of a frame: its length and its tag. */
export const frameOverhead = 4 + 16
/** Bytes of the tag behind the ciphertext. */
export const tagBytes = 16
/** A frame is never longer than this; more is damage and not read. */
export const maxCiphertextBytes = segmentBytes + 1

const magic = Buffer.from('POPULUS\x01', 'latin1')
const prefixAt = headerBytes - 7
const stored = 0
const compressed = 1

/** What a file's key and frames are bound to. */
export interface SealContext {
  /** 32 bytes. */
  readonly key: Uint8Array
  /** Which file of which snapshot this is, e.g. `<snapshot id>/raw/3`: a file cannot stand in for another. */
  readonly purpose: string
}

/** @param random 39 unguessable bytes: salt and nonce prefix */
export function makeHeader(random: Uint8Array): Buffer {
  return Buffer.concat([magic, random], headerBytes)
}

/** Seals and opens single frames of one file. */
export interface FrameCipher {
  /** @param text at most {@link segmentBytes}; a frame with its length in front comes back */
  seal(index: number, last: boolean, text: Uint8Array, compression: Compression): Promise<Buffer>
  /**
   * @returns the text, in memory of its own
   * @throws AppError `unreadable-file` when the frame is not what was written at this place
   */
  open(index: number, last: boolean, ciphertext: Uint8Array, tag: Uint8Array): Promise<Buffer>
  /** As {@link open}, in this thread and at once. */
  openNow(index: number, last: boolean, ciphertext: Uint8Array, tag: Uint8Array): Buffer
  /** Forgets the key, when nothing is sealed or opened any more. */
  close(): void
}

/** @throws AppError `unreadable-file` when the header is not one of this version */
export function frameCipher(header: Uint8Array, { key, purpose }: SealContext): FrameCipher {
  if (header.length !== headerBytes || !magic.equals(header.subarray(0, magic.length))) throw damaged()
  const salt = header.subarray(magic.length, prefixAt)
  const derived = Buffer.from(hkdfSync('sha256', key, salt, `populus sealed file 1 ${purpose}`, 32))
  // Prepared once: a key of plain bytes is prepared again for every frame.
  let fileKey: KeyObject | undefined = createSecretKey(derived)
  derived.fill(0)

  const nonceOf = (index: number, last: boolean): Buffer => {
    const nonce = Buffer.alloc(12)
    nonce.set(header.subarray(prefixAt), 0)
    nonce.writeUInt32BE(index, 7)
    nonce[11] = last ? 1 : 0
    return nonce
  }
  /** The header and the stated length are authenticated with every frame. */
  const bound = (length: number): Buffer => {
    const data = Buffer.alloc(headerBytes + 4)
    data.set(header, 0)
    data.writeUInt32BE(length, headerBytes)
    return data
  }

  const decipher = (index: number, last: boolean, ciphertext: Uint8Array, tag: Uint8Array): Buffer => {
    const cipher = createDecipheriv('aes-256-gcm', defined(fileKey), nonceOf(index, last))
    cipher.setAAD(bound(ciphertext.length))
    cipher.setAuthTag(tag)
    const packed = cipher.update(ciphertext)
    try {
      cipher.final()
    } catch (cause) {
      throw damaged(cause)
    }
    return packed
  }

  return {
    async seal(index, last, text, compression) {
      const smaller = await compressFrame(text, compression)
      const [form, data] = smaller.length < text.length ? [compressed, smaller] : [stored, text]
      const length = Buffer.alloc(4)
      length.writeUInt32BE(1 + data.length)
      const cipher = createCipheriv('aes-256-gcm', defined(fileKey), nonceOf(index, last))
      cipher.setAAD(bound(1 + data.length))
      const head = cipher.update(Buffer.of(form))
      const sealed = cipher.update(data)
      const frame = Buffer.concat([length, head, sealed, cipher.final(), cipher.getAuthTag()])
      detachBuffer(sealed)
      return frame
    },
    open: async (index, last, ciphertext, tag) => unpack(decipher(index, last, ciphertext, tag)),
    openNow: (index, last, ciphertext, tag) => unpackNow(decipher(index, last, ciphertext, tag)),
    close: () => void (fileKey = undefined)
  }
}

/** The one thing that is said about a sealed file that does not open. */
export function damaged(cause?: unknown): AppError {
  return new AppError('unreadable-file', m.aSavedFileWasChangedOr, { cause })
}

/** What is said where a key was forgotten, or a file given up, while somebody used it. */
export function closedMeanwhile(): AppError {
  return new AppError('not-allowed', m.theseDataWereClosedMeanwhile, { retryable: true })
}

const decompress = promisify(zstdDecompress)

/** With room for one byte more than a segment has: where the room is full, Node makes more of it before it looks whether anything is left. */
const decompression = { maxOutputLength: segmentBytes, chunkSize: segmentBytes + 1 }

/** Decompresses off the main thread. @param packed freed when it was read */
async function unpack(packed: Buffer): Promise<Buffer> {
  if (packed[0] === stored) return packed.subarray(1)
  if (packed[0] !== compressed) throw damaged()
  try {
    return await decompress(packed.subarray(1), decompression)
  } finally {
    detachBuffer(packed)
  }
}

/** @param packed freed when it was read */
function unpackNow(packed: Buffer): Buffer {
  if (packed[0] === stored) return packed.subarray(1)
  if (packed[0] !== compressed) throw damaged()
  try {
    return zstdDecompressSync(packed.subarray(1), decompression)
  } finally {
    detachBuffer(packed)
  }
}

/** Where the ciphertext of a frame is in its file. */
export interface Frame {
  readonly at: number
  readonly length: number
}

/**
 * The length of the ciphertext of a frame, from the four bytes at its beginning.
 * @param position where the frame begins
 * @param size of the file
 * @throws AppError `unreadable-file` where the file has no room for a frame of this length
 */
export function frameLength(head: Uint8Array, position: number, size: number): number {
  if (head.length !== 4) throw damaged()
  const length = new DataView(head.buffer, head.byteOffset).getUint32(0)
  if (length > maxCiphertextBytes || position + length + frameOverhead > size) throw damaged()
  return length
}

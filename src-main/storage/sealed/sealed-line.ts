import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const nonceBytes = 12
const tagBytes = 16
const linkBytes = 32
const placeBytes = 4 + linkBytes
/** Stands before a line that knows its place; lines of earlier versions have nothing there. */
const mark = '2.'

/** Where a line stands in its file. */
export interface LinePlace {
  /** Lines before it. */
  readonly number: number
  /** Hash over the tags of all lines before it. */
  readonly link: Buffer
}

/** The place of the first line. */
export const firstPlace: LinePlace = { number: 0, link: Buffer.alloc(linkBytes) }

/** A line that was opened. */
export interface SealedLine {
  /** Undefined for a line of an earlier version, which does not know. */
  readonly place: LinePlace | undefined
  readonly tag: Buffer
  readonly bytes: Buffer
}

/** The place behind a line. */
export function placeAfter({ number, link }: LinePlace, tag: Uint8Array): LinePlace {
  return { number: number + 1, link: createHash('sha256').update(link).update(tag).digest() }
}

/** Seals bytes as a line: `2.` and Base64 of nonce, ciphertext of place and bytes, and tag (AES-256-GCM). */
export function sealLine(
  key: Uint8Array,
  name: string,
  { number, link }: LinePlace,
  bytes: Uint8Array
): { readonly text: string; readonly tag: Buffer } {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  cipher.setAAD(Buffer.from(`${mark}${name}`))
  const place = Buffer.alloc(placeBytes)
  place.writeUInt32BE(number)
  link.copy(place, 4)
  const sealed = [nonce, cipher.update(place), cipher.update(bytes), cipher.final()]
  const tag = cipher.getAuthTag()
  return { text: `${mark}${Buffer.concat([...sealed, tag]).toString('base64')}`, tag }
}

/** @returns undefined for a line that is not whole, or not of this file */
export function openLine(key: Uint8Array, name: string, line: string): SealedLine | undefined {
  const knowsPlace = line.startsWith(mark)
  const sealed = Buffer.from(knowsPlace ? line.slice(mark.length) : line, 'base64')
  if (sealed.length < nonceBytes + tagBytes + (knowsPlace ? placeBytes : 0)) return undefined
  const tag = sealed.subarray(sealed.length - tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes))
  decipher.setAAD(Buffer.from(knowsPlace ? `${mark}${name}` : name))
  decipher.setAuthTag(tag)
  const text = decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes))
  try {
    decipher.final()
  } catch {
    return undefined
  }
  if (!knowsPlace) return { place: undefined, tag, bytes: text }
  const place = { number: text.readUInt32BE(0), link: text.subarray(4, placeBytes) }
  return { place, tag, bytes: text.subarray(placeBytes) }
}

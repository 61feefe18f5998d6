import { engineSharingMessages as m } from '#messages/engine/sharing.ts'
import * as v from 'valibot'
import { AppError } from '#shared/app-error.ts'
import { PopulationKey } from '#shared/contract/worklist.ts'
import { WorklistEvent } from '#shared/worklist-event.ts'
import { bytesOfBase64, base64OfBytes } from '../../base/ndjson/base64.ts'

/** Records about gaps in a hand-over at most. */
const MAX_EVENTS = 500_000
/** Bytes of the file of a hand-over at most. */
export const MAX_HAND_OVER_BYTES = 200_000_000

/** Work on care gaps that one person hands to another: everything that was recorded about these gaps. */
const HandOver = v.strictObject({
  /** Names the source that the ids of the people are of. */
  population: PopulationKey,
  /** Instant at which it was made, UTC. */
  at: v.pipe(v.string(), v.isoTimestamp()),
  events: v.pipe(v.array(WorklistEvent), v.minLength(1), v.maxLength(MAX_EVENTS))
})
export type HandOver = v.InferOutput<typeof HandOver>

/** OWASP's number for PBKDF2 with SHA-256 (Password Storage Cheat Sheet, 2023). */
const ITERATIONS = 600_000
const FORMAT = 'populus-hand-over/1'

const Base64 = v.pipe(v.string(), v.regex(/^[A-Za-z0-9+/]+={0,2}$/))
const Sealed = v.strictObject({
  format: v.literal(FORMAT),
  /** Rounds of PBKDF2 with SHA-256; a file may not ask for fewer, nor for a day of work. */
  iterations: v.pipe(v.number(), v.integer(), v.minValue(ITERATIONS), v.maxValue(ITERATIONS * 20)),
  salt: Base64,
  nonce: Base64,
  data: Base64
})

/**
 * Makes sure that a file with so many records about gaps can be received.
 * @throws AppError `invalid-input`
 */
export function requireHandOverSize(events: number): void {
  if (events > MAX_EVENTS) throw new AppError('invalid-input', m.aHandOverHoldsAtMost(MAX_EVENTS, events))
}

/**
 * Encrypts a hand-over under a passphrase: AES-256-GCM with a key by PBKDF2 (NIST SP 800-132), and the head of the file as
 * additional data.
 * @returns the text of the file
 * @throws AppError `invalid-input` for more than could be received
 */
export async function sealHandOver(handOver: HandOver, passphrase: string): Promise<string> {
  requireHandOverSize(handOver.events.length)
  const salt = crypto.getRandomValues(new Uint8Array(16))
  const nonce = crypto.getRandomValues(new Uint8Array(12))
  const head = {
    format: FORMAT,
    iterations: ITERATIONS,
    salt: base64OfBytes(salt),
    nonce: base64OfBytes(nonce)
  } as const
  const key = await keyOf(passphrase, salt, ITERATIONS, 'encrypt')
  const text = new TextEncoder().encode(JSON.stringify(handOver))
  const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce, additionalData: bound(head) }, key, text)
  const file = handOverText({ ...head, data: base64OfBytes(new Uint8Array(data)) })
  if (file.length > MAX_HAND_OVER_BYTES) throw new AppError('invalid-input', m.theHandOverIsTooLong)
  return file
}

/** The file, in one spelling: another one of the same bytes is taken for a change. */
function handOverText({ format, iterations, salt, nonce, data }: v.InferOutput<typeof Sealed>): string {
  return `${JSON.stringify({ format, iterations, salt, nonce, data })}\n`
}

/**
 * Decrypts a hand-over.
 * @throws AppError `invalid-input` for a file that is none, that was changed, or another passphrase
 */
export async function openHandOver(text: string, passphrase: string): Promise<HandOver> {
  const sealed = v.safeParse(v.pipe(v.string(), v.parseJson(), Sealed), text)
  if (!sealed.success) throw new AppError('invalid-input', m.theFileIsNoHandOver)
  const { data, ...head } = sealed.output
  let opened: ArrayBuffer
  try {
    const [salt, nonce, bytes] = [bytesOfBase64(head.salt), bytesOfBase64(head.nonce), bytesOfBase64(data)]
    const spelled = { salt: base64OfBytes(salt), nonce: base64OfBytes(nonce), data: base64OfBytes(bytes) }
    if (handOverText({ ...sealed.output, ...spelled }).trim() !== text.trim())
      throw new AppError('invalid-input', m.theHandOverDoesNotOpen)
    const key = await keyOf(passphrase, salt, head.iterations, 'decrypt')
    opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce, additionalData: bound(head) }, key, bytes)
  } catch (cause) {
    throw new AppError('invalid-input', m.theHandOverDoesNotOpen, { cause })
  }
  const found = v.safeParse(v.pipe(v.string(), v.parseJson(), HandOver), new TextDecoder().decode(opened))
  if (found.success) return found.output
  throw new AppError('invalid-input', m.theHandOverIsOfAnother)
}

async function keyOf(
  passphrase: string,
  salt: Uint8Array<ArrayBuffer>,
  iterations: number,
  use: KeyUsage
): Promise<CryptoKey> {
  const secret = new TextEncoder().encode(passphrase.normalize('NFKC'))
  const material = await crypto.subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    [use]
  )
}

/** The head in one spelling, which the ciphertext is bound to. */
function bound(head: {
  readonly format: string
  readonly iterations: number
  readonly salt: string
  readonly nonce: string
}): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode([head.format, head.iterations, head.salt, head.nonce].join('\n'))
}

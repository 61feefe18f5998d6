import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError } from '#shared/app-error.ts'

/**
 * The text of a body: unpacked when it is gzip, announced or not (object stores forget to say so).
 * @param encoding value of Content-Encoding
 * @returns the bytes, and whether they were packed
 * @throws AppError `network` (retryable) when packed bytes are damaged, `not-supported` for another coding
 */
export async function decodeBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string | undefined
): Promise<{ readonly bytes: AsyncIterable<Uint8Array>; readonly packed: boolean }> {
  const coding = (encoding ?? '').trim().toLowerCase()
  if (coding !== '' && coding !== 'identity' && coding !== 'gzip' && coding !== 'x-gzip')
    throw new AppError('not-supported', 'The server sends files in a compression that was not asked for.')
  const reader = body[Symbol.asyncIterator]()
  const first = await reader.next()
  const head = first.done === true ? undefined : first.value
  const whole = resumed(head, reader)
  if (head === undefined || head[0] !== 0x1f || head[1] !== 0x8b) return { bytes: whole, packed: false }
  return { bytes: unpack(whole), packed: true }
}

async function* resumed(head: Uint8Array | undefined, reader: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  if (head !== undefined) yield head
  for (let next = await reader.next(); next.done !== true; next = await reader.next()) yield next.value
}

async function* unpack(packed: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const source = Readable.from(packed, { objectMode: false })
  const gunzip = createGunzip({ chunkSize: 256 * 1024 })
  // A source that fails has to end the unpacking, too.
  source.on('error', (error) => gunzip.destroy(error))
  try {
    for await (const chunk of source.pipe(gunzip) as AsyncIterable<Buffer>) yield chunk
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('network', 'A compressed file arrived damaged.', { retryable: true, cause })
  }
}

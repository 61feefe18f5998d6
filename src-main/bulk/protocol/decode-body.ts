import { bulkProtocolMessages as m } from '#messages/bulk/protocol.ts'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { AppError } from '#shared/app-error.ts'
import { checkUnpacked, unpackLimit, type UnpackLimit } from '#shared/unpack-limit.ts'

/** Compressed bytes that arrived whole and cannot be unpacked. */
export class DamagedBody extends Error {}

const maxWrapperBytes = 512 * 1024 * 1024

/**
 * The text of a body: unpacked when it is gzip, announced or not (object stores forget to say so).
 * @param encoding value of Content-Encoding
 * @param type of the resources that are expected; a Binary around them is taken off, as old servers put one there
 * @returns the bytes, and whether they were packed, so that they cannot go on in the middle
 * @throws DamagedBody while the bytes are read, UnpackLimitError when they are far more than health data are, AppError
 * `not-supported` for another coding
 */
export async function decodeBody(
  body: AsyncIterable<Uint8Array>,
  encoding: string | undefined,
  type?: string,
  limit: UnpackLimit = unpackLimit
): Promise<{ readonly bytes: AsyncIterable<Uint8Array>; readonly packed: boolean }> {
  const coding = (encoding ?? '').trim().toLowerCase()
  if (coding !== '' && coding !== 'identity' && coding !== 'gzip' && coding !== 'x-gzip')
    throw new AppError('not-supported', m.theServerSendsFilesInA)
  const { head, whole } = await peek(body)
  const packed = head[0] === 0x1f && head[1] === 0x8b
  const text = packed ? await peek(unpack(whole, limit)) : { head, whole }
  if (type === undefined || type === 'Binary' || !wrapperStart.test(text.head.subarray(0, 200).toString('latin1')))
    return { bytes: text.whole, packed }
  return { bytes: await unwrap(text.whole), packed: true }
}

const wrapperStart = /^[^{]{0,8}\{\s*"resourceType"\s*:\s*"Binary"/

/** The first chunk of a stream, and the stream with it; the chunk of an empty one is empty. */
async function peek(
  stream: AsyncIterable<Uint8Array>
): Promise<{ readonly head: Buffer; readonly whole: AsyncIterable<Uint8Array> }> {
  const reader = stream[Symbol.asyncIterator]()
  const first = await reader.next()
  if (first.done === true) return { head: Buffer.alloc(0), whole: pieces([]) }
  const { buffer, byteOffset, byteLength } = first.value
  return { head: Buffer.from(buffer, byteOffset, byteLength), whole: resumed(first.value, reader) }
}

/** The content of a Binary (FHIR R4, 2.2 Binary) in the place of the lines that it wraps. */
async function unwrap(stream: AsyncIterable<Uint8Array>): Promise<AsyncIterable<Uint8Array>> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    length += chunk.length
    if (length > maxWrapperBytes) throw new AppError('not-supported', m.theServerWrapsAFileThat)
  }
  const data = contentOf(Buffer.concat(chunks))
  return pieces(data === undefined ? chunks : [Buffer.from(data, 'base64')])
}

function contentOf(json: Buffer): string | undefined {
  try {
    const { data } = JSON.parse(json.toString('utf8').replace(/^\uFEFF/, '')) as { data?: unknown }
    return typeof data === 'string' ? data : undefined
  } catch {
    return undefined
  }
}

async function* pieces(list: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* list
}

/** A stream whose first chunk was looked at. Whoever stops in the middle lets the connection go. */
function resumed(head: Uint8Array, reader: AsyncIterator<Uint8Array>): AsyncIterable<Uint8Array> {
  let first: Uint8Array | undefined = head
  const withHead: AsyncIterator<Uint8Array> = {
    next() {
      if (first === undefined) return reader.next()
      const value = first
      first = undefined
      return Promise.resolve({ done: false, value })
    },
    return: async () => (await reader.return?.()) ?? { done: true, value: undefined }
  }
  return { [Symbol.asyncIterator]: () => withHead }
}

async function* unpack(packed: AsyncIterable<Uint8Array>, limit: UnpackLimit): AsyncGenerator<Uint8Array> {
  let packedBytes = 0
  let textBytes = 0
  async function* counted(): AsyncGenerator<Uint8Array> {
    for await (const chunk of packed) {
      packedBytes += chunk.length
      yield chunk
    }
  }
  const source = Readable.from(counted(), { objectMode: false })
  const gunzip = createGunzip({ chunkSize: 256 * 1024 })
  // A source that fails has to end the unpacking, too.
  source.on('error', (error) => gunzip.destroy(error))
  try {
    for await (const chunk of source.pipe(gunzip) as AsyncIterable<Buffer>) {
      textBytes += chunk.length
      checkUnpacked(packedBytes, textBytes, limit)
      yield chunk
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new DamagedBody(m.aCompressedFileArrivedDamaged, { cause })
  } finally {
    source.destroy()
  }
}

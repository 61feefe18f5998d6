import { setTimeout as delay } from 'node:timers/promises'
import { createGzip, gzipSync } from 'node:zlib'
import { Readable } from 'node:stream'
import type { WebRequest, WebResponse } from '../../ports/host.ts'
import type { ExportFile } from './export-files.ts'
import type { FaultKind } from './fault-plan.ts'

/** Faults that change what a file holds, or how it is sent. */
export type FileFault = FaultKind<'file'>

const pieces = 16
const bombBytes = 32 * 1024 * 1024

/** Answers a request for a file: Range, If-Range, ETag, gzip (RFC 9110 sections 8.4, 13.1.5, 14), and the faults. */
export async function answerFile(
  { headers }: WebRequest,
  file: ExportFile,
  fault: FileFault | undefined,
  gzip: boolean
): Promise<WebResponse> {
  const type = fault === 'other-content-type' ? 'binary/octet-stream' : 'application/fhir+ndjson'
  const common = { 'content-type': type, 'cache-control': 'no-store' }
  if (fault === undefined || fault === 'other-content-type') {
    const compress = gzip && headers['range'] === undefined && (headers['accept-encoding'] ?? '').includes('gzip')
    if (compress) {
      const body = Readable.from(file.read(), { objectMode: false }).pipe(createGzip({ level: 1 }))
      return {
        status: 200,
        headers: { ...common, 'content-encoding': 'gzip', etag: `${file.etag.slice(0, -1)}-gz"` },
        body
      }
    }
    return ranged(headers, file.etag, file.bytes, (from) => skipped(file.read(), from), common)
  }
  const body = changed(Buffer.concat(await collected(file.read())), fault)
  switch (fault) {
    case 'reset': {
      const length = { 'content-length': String(body.length), 'accept-ranges': 'bytes', etag: file.etag }
      return { status: 200, headers: { ...common, ...length }, body: broken(body.subarray(0, body.length >> 1)) }
    }
    case 'cut-in-line':
      return { status: 200, headers: common, body: streamed(body.subarray(0, Math.max(1, body.length - 5))) }
    case 'cut-at-line-end':
      return { status: 200, headers: common, body: streamed(body.subarray(0, body.lastIndexOf(10, -2) + 1)) }
    case 'bad-gzip': {
      const packed = gzipSync(body)
      return {
        status: 200,
        headers: { ...common, 'content-encoding': 'gzip' },
        body: packed.subarray(0, packed.length - 12)
      }
    }
    case 'hidden-gzip':
      return { status: 200, headers: common, body: gzipSync(body) }
    case 'gzip-bomb':
      return { status: 200, headers: common, body: gzipSync(Buffer.concat([body, Buffer.alloc(bombBytes, '\n')])) }
    case 'drip':
      return ranged(headers, file.etag, body.length, (from) => dripped(body.subarray(from)), common)
    case 'binary-wrapper': {
      const wrapper = { resourceType: 'Binary', contentType: 'application/fhir+ndjson', data: body.toString('base64') }
      return {
        status: 200,
        headers: { ...common, 'content-type': 'application/fhir+json' },
        body: JSON.stringify(wrapper)
      }
    }
    case 'no-range':
    case 'ignores-range':
      return { status: 200, headers: common, body }
    case 'other-etag':
      return ranged(headers, '"another"', body.length, (from) => streamed(body.subarray(from)), common)
    default:
      return ranged(headers, file.etag, body.length, (from) => streamed(body.subarray(from)), common)
  }
}

function ranged(
  headers: WebRequest['headers'],
  etag: string,
  length: number,
  body: (from: number) => AsyncIterable<Uint8Array>,
  common: Readonly<Record<string, string>>
): WebResponse {
  const fileHeaders = { ...common, etag, 'accept-ranges': 'bytes' }
  const from = Number(/^bytes=(\d+)-$/.exec(headers['range'] ?? '')?.[1] ?? Number.NaN)
  const same = headers['if-range'] === undefined || headers['if-range'] === etag
  if (Number.isNaN(from) || !same)
    return { status: 200, headers: { ...fileHeaders, 'content-length': String(length) }, body: body(0) }
  if (from >= length) return { status: 416, headers: { ...fileHeaders, 'content-range': `bytes */${length}` } }
  const range = { 'content-range': `bytes ${from}-${length - 1}/${length}`, 'content-length': String(length - from) }
  return { status: 206, headers: { ...fileHeaders, ...range }, body: body(from) }
}

/** The content with its fault; the same for every request of this file. */
function changed(bytes: Buffer, fault: FileFault): Buffer {
  const lines = (): string[] => bytes.toString('utf8').trimEnd().split('\n')
  switch (fault) {
    case 'byte-order-mark':
      return Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])
    case 'carriage-returns':
      return Buffer.from(
        lines()
          .map((line) => `${line}\r\n`)
          .join('')
      )
    case 'no-last-newline':
      return bytes.subarray(0, -1)
    case 'blank-lines':
      return Buffer.from(`\n${lines().join('\n\n')}\n\n`)
    case 'huge-line':
      return Buffer.concat([bytes.subarray(0, -2), Buffer.from(`,"x":"${'a'.repeat(3_000_000)}"}\n`)])
    case 'duplicates':
      return Buffer.concat([bytes, Buffer.from(`${lines()[0] ?? ''}\n`)])
    case 'foreign-type':
      return Buffer.concat([bytes, Buffer.from('{"resourceType":"Basic","id":"foreign"}\n')])
    case 'broken-line':
      return Buffer.concat([Buffer.from('{"resourceType":"Patient","id":\n'), bytes])
    default:
      return bytes
  }
}

async function collected(body: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return chunks
}

async function* streamed(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  if (bytes.length > 0) yield bytes
}

async function* broken(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
  // Let the bytes leave before the connection goes.
  await delay(20)
  throw new Error('The connection is cut on purpose.')
}

async function* dripped(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  const size = Math.ceil(bytes.length / pieces)
  for (let index = 0; index < bytes.length; index += size) {
    yield bytes.subarray(index, index + size)
    await delay(5)
  }
}

async function* skipped(body: AsyncIterable<Uint8Array>, from: number): AsyncGenerator<Uint8Array> {
  let position = 0
  for await (const chunk of body) {
    const start = Math.max(0, from - position)
    position += chunk.length
    if (start < chunk.length) yield start === 0 ? chunk : chunk.subarray(start)
  }
}

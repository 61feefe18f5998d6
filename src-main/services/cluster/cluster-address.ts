import { servicesMessages as m } from '#messages/services.ts'
import { Readable } from 'node:stream'
import { AppError } from '#shared/app-error.ts'
import {
  partMeasuresPath,
  partPath,
  recordPlacesPath,
  recordsPath,
  requireEndedRun,
  RESULTS_FILE,
  STATUS_FILE
} from '#shared/cluster/cluster-run.ts'
import type { ClockPort, NetPort, NetResponse } from '../../ports/host.ts'
import type { ImportSource, ImportSources } from '../imports/import-source.ts'
import { openRange, type ByteRange } from '../imports/read-file.ts'
import { s3AccessOf, signS3Request } from './s3-request.ts'

/** What {@link sourcesAt} needs. */
export interface AddressPorts {
  readonly net: NetPort
  readonly clock: ClockPort
  /** Where credentials of S3 may be. */
  readonly env: Readonly<Record<string, string | undefined>>
}

/** How often a body that broke off is asked for from there. */
const ATTEMPTS = 4
const STATUS_BYTES = 1024 * 1024

/** An address of files, and how each is asked for. */
interface OutputAddress {
  readonly urlOf: (name: string) => URL
  readonly headersOf: (url: URL, headers: Readonly<Record<string, string>>) => Readonly<Record<string, string>>
}

/**
 * The files of a run at an address, which are read when they are asked for.
 * @param address `https:` of the folder, also with a query that lets in; `http:` of this computer; or `s3://bucket/folder`
 * @throws AppError `not-found` where there is no run, `not-supported` for one that has not ended, `invalid-input`, `network`
 */
export async function sourcesAt(address: string, ports: AddressPorts): Promise<ImportSources> {
  const output = addressOf(address, ports)
  const status = await textAt(output, STATUS_FILE, ports)
  if (status === undefined) throw new AppError('not-found', m.thereIsNoRunAtTheAddress)
  const { shards, label } = requireEndedRun(status, Number.POSITIVE_INFINITY)
  const results = await textAt(output, RESULTS_FILE, ports)
  const hasRecords = await isThere(output, recordPlacesPath(shards - 1), ports)
  const hasMeasures = await isThere(output, partMeasuresPath(shards - 1), ports)
  const paths = [
    partPath,
    ...(hasRecords ? [recordsPath, recordPlacesPath] : []),
    ...(hasMeasures ? [partMeasuresPath] : [])
  ]
  const names = paths.flatMap((path) => Array.from({ length: shards }, (_, part) => path(part)))
  const known = [[STATUS_FILE, status] as const, ...(results === undefined ? [] : [[RESULTS_FILE, results] as const])]
  return {
    label,
    kind: 'cluster',
    sources: [
      ...known.map(([name, text]) => textSource(name, text)),
      ...names.map((name): ImportSource => partSource(name, (range) => readAt(output, name, ports, range)))
    ],
    skipped: []
  }
}

function textSource(name: string, text: string): ImportSource {
  const read = async (): Promise<ReadableStream<Uint8Array>> => new Blob([text]).stream()
  return {
    name,
    bytes: Buffer.byteLength(text),
    read: (range) => (range === undefined ? read() : openRange(read, range))
  }
}

function partSource(name: string, read: ImportSource['read']): ImportSource {
  return { name, bytes: 0, seekable: true, read }
}

function addressOf(address: string, { clock, env }: AddressPorts): OutputAddress {
  if (!URL.canParse(address)) throw new AppError('invalid-input', m.theAddressIsNone)
  const base = new URL(address)
  if (base.protocol === 's3:') {
    const access = s3AccessOf(env)
    if (access === undefined) throw new AppError('not-allowed', m.thereAreNoCredentialsOfS3)
    // With the bucket in the path, as all S3-compatible storage understands it.
    const folder = new URL(`${access.endpoint.replace(/\/$/, '')}/${base.host}${base.pathname}`)
    return {
      urlOf: (name) => below(folder, name),
      headersOf: (url, headers) => signS3Request(url, headers, access, clock.now())
    }
  }
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(base.hostname)
  if (base.protocol !== 'https:' && !(base.protocol === 'http:' && isHere))
    throw new AppError('invalid-input', m.onlyEncryptedAddresses)
  return { urlOf: (name) => below(base, name), headersOf: (_, headers) => headers }
}

/** A file of a folder; a query of the folder lets in to its files, too. */
function below(folder: URL, name: string): URL {
  const url = new URL(folder)
  url.pathname = `${folder.pathname.replace(/\/(?:status\.json)?$/, '')}/${name}`
  return url
}

async function ask(
  output: OutputAddress,
  name: string,
  { net }: AddressPorts,
  range: string | undefined,
  signal?: AbortSignal
): Promise<NetResponse> {
  const url = output.urlOf(name)
  const headers = { 'accept-encoding': 'identity', ...(range === undefined ? {} : { range }) }
  const stop = signal === undefined ? {} : { signal }
  return net.send({ method: 'GET', url: url.href, headers: output.headersOf(url, headers), ...stop })
}

/** Whether there is a file. */
async function isThere(output: OutputAddress, name: string, ports: AddressPorts): Promise<boolean> {
  const response = await ask(output, name, ports, 'bytes=0-0')
  response.close()
  const { status } = response
  // Storage may say 403 of a file that is not there.
  if (status >= 500) throw refused(status)
  return status === 200 || status === 206
}

/** A small file; undefined where it is not there. */
async function textAt(output: OutputAddress, name: string, ports: AddressPorts): Promise<string | undefined> {
  const response = await ask(output, name, ports, undefined)
  if (response.status !== 200) {
    response.close()
    if (response.status === 404) return undefined
    throw refused(response.status)
  }
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of response.body) {
    pieces.push(piece.slice())
    bytes += piece.length
    if (bytes > STATUS_BYTES && name === STATUS_FILE) {
      response.close()
      throw new AppError('not-found', m.thereIsNoRunAtTheAddress)
    }
  }
  return Buffer.concat(pieces).toString('utf8')
}

function refused(status: number): AppError {
  return status === 401 || status === 403
    ? new AppError('not-allowed', m.theServerRefusesAccess(status))
    : new AppError('network', m.theAddressAnswers(status), { retryable: true })
}

/**
 * The bytes of a file. A body that breaks off is asked for from there, a few times; canceling the stream ends the request that is under way.
 * @throws AppError `network` or `not-allowed` before there is a stream, where the storage does not answer with the first of them
 */
async function readAt(
  output: OutputAddress,
  name: string,
  ports: AddressPorts,
  range?: ByteRange
): Promise<ReadableStream<Uint8Array>> {
  const [first, end] = range === undefined ? [0, undefined] : [range.offset, range.offset + range.length]
  const stopping = new AbortController()
  async function* bytes(): AsyncGenerator<Uint8Array, void> {
    let from = first
    for (let attempt = 1; ; attempt++) {
      const range = `bytes=${from}-${end === undefined ? '' : end - 1}`
      const response = await ask(output, name, ports, range, stopping.signal)
      // Who knows no ranges sends everything.
      let skip = response.status === 200 ? from : 0
      if (response.status !== 200 && response.status !== 206) {
        response.close()
        throw refused(response.status)
      }
      try {
        for await (const piece of response.body) {
          const left = end === undefined ? Number.POSITIVE_INFINITY : end - from
          const part = piece.subarray(Math.min(skip, piece.length)).subarray(0, left)
          skip -= Math.min(skip, piece.length)
          from += part.length
          if (part.length > 0) yield part.slice()
          if (from === end) break
        }
        response.close()
        return
      } catch (error) {
        if (stopping.signal.aborted || attempt === ATTEMPTS || !(error instanceof AppError) || error.code !== 'network')
          throw error
      }
    }
  }
  const pieces = bytes()
  const head = await pieces.next()
  let isFirst = true
  const all: AsyncIterableIterator<Uint8Array, void> = {
    async next() {
      if (!isFirst) return pieces.next()
      isFirst = false
      return head
    },
    return() {
      stopping.abort()
      return pieces.return()
    },
    [Symbol.asyncIterator]: () => all
  }
  return Readable.toWeb(Readable.from(all)) as ReadableStream<Uint8Array>
}

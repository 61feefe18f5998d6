import { describe, expect, it } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import { sourcesAt } from '../../../src-main/services/cluster/cluster-address.ts'
import type { NetRequest, NetResponse } from '../../../src-main/ports/host.ts'

const status = JSON.stringify({ state: 'done', shards: 2, label: 'Plan' })
const part = Uint8Array.from({ length: 1000 }, (_, index) => index % 251)

/** Storage that knows ranges, and breaks bodies of parts off after some bytes. */
function storage(
  breaksAfter = Number.POSITIVE_INFINITY,
  files: Readonly<Record<string, string>> = {},
  hasRecords = false
) {
  const asked: NetRequest[] = []
  const send = async (request: NetRequest): Promise<NetResponse> => {
    asked.push(request)
    const { pathname } = new URL(request.url)
    const name = pathname.split('/').slice(2).join('/')
    const text = { 'status.json': status, ...files }[name]
    const whole =
      name.endsWith('.columns') || (hasRecords && name.startsWith('records/'))
        ? part
        : text === undefined
          ? undefined
          : Buffer.from(text)
    const [, from = '0', to] = /^bytes=(\d+)-(\d*)$/.exec(request.headers?.['range'] ?? '') ?? []
    const bytes = whole?.subarray(Number(from), to ? Number(to) + 1 : undefined)
    return {
      status: bytes === undefined ? 404 : request.headers?.['range'] === undefined ? 200 : 206,
      headers: {},
      body: (async function* () {
        if (bytes === undefined) return
        yield bytes.subarray(0, breaksAfter)
        if (bytes.length > breaksAfter) throw new AppError('network', 'the connection broke', { retryable: true })
      })(),
      close: () => undefined
    }
  }
  return { asked, ports: { net: { send }, clock: { now: () => 0 }, env: {} } }
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer())
}

describe('the output of a run at an address', () => {
  it('is listed by its status, and its parts are read by ranges', async () => {
    const { asked, ports } = storage()
    const { label, kind, sources } = await sourcesAt('https://storage.example.org/run?token=abc', ports)
    expect([label, kind]).toEqual(['Plan', 'cluster'])
    expect(sources.map(({ name }) => name)).toEqual(['status.json', 'shards/00000.columns', 'shards/00001.columns'])
    expect(await bytesOf(await sources[1]!.read({ offset: 10, length: 20 }))).toEqual(part.slice(10, 30))
    expect(asked.at(-1)).toMatchObject({
      url: 'https://storage.example.org/run/shards/00000.columns?token=abc',
      headers: { range: 'bytes=10-29' }
    })
  })

  it('has the records of all parts, where the run wrote them', async () => {
    const { sources } = await sourcesAt('https://storage.example.org/run', storage(undefined, {}, true).ports)
    expect(sources.slice(3).map(({ name }) => name)).toEqual([
      'records/00000.blocks',
      'records/00001.blocks',
      'records/00000.places',
      'records/00001.places'
    ])
    expect(await bytesOf(await sources[3]!.read({ offset: 990, length: 1000 }))).toEqual(part.slice(990))
  })

  it('has the results of measures of all parts, where the run evaluated some', async () => {
    const files = { 'measures/00000.runs': 'a', 'measures/00001.runs': 'b' }
    const { sources } = await sourcesAt('https://storage.example.org/run', storage(undefined, files).ports)
    expect(sources.slice(3).map(({ name }) => name)).toEqual(Object.keys(files))
    expect(await bytesOf(await sources[4]!.read())).toEqual(new TextEncoder().encode('b'))
  })

  it('says before a stream begins that the storage is away', async () => {
    const { ports } = storage()
    const { sources } = await sourcesAt('https://storage.example.org/run', ports)
    const answer = { status: 503, headers: {}, body: (async function* () {})(), close: () => undefined }
    ports.net.send = async () => answer
    await expect(sources[1]!.read()).rejects.toThrow('The address answers with status 503')
  })

  it('are no longer asked for when whoever reads them is gone', async () => {
    const { asked, ports } = storage()
    const { sources } = await sourcesAt('https://storage.example.org/run', ports)
    const stream = await sources[1]!.read()
    expect(asked.at(-1)?.signal?.aborted).toBe(false)
    await stream.cancel()
    expect(asked.at(-1)?.signal?.aborted).toBe(true)
  })

  it('goes on where a body broke off, a few times', async () => {
    const { asked, ports } = storage(300)
    const { sources } = await sourcesAt('https://storage.example.org/run/status.json', ports)
    expect(await bytesOf(await sources[2]!.read())).toEqual(part)
    expect(asked.slice(-4).map(({ headers }) => headers?.['range'])).toEqual([
      'bytes=0-',
      'bytes=300-',
      'bytes=600-',
      'bytes=900-'
    ])
    const broken = await sourcesAt('https://storage.example.org/run', storage(100).ports)
    await expect(bytesOf(await broken.sources[1]!.read())).rejects.toThrow('the connection broke')
  })

  it('is refused in a sentence where nothing is there, the run has not ended, or the address is not encrypted', async () => {
    const { ports } = storage(undefined, {
      'status.json': JSON.stringify({ state: 'merging', shards: 2, label: 'Plan' })
    })
    await expect(sourcesAt('https://storage.example.org/run', ports)).rejects.toThrow('has not ended well')
    await expect(sourcesAt('https://storage.example.org/elsewhere/run', storage().ports)).rejects.toThrow(
      'There is no output'
    )
    await expect(sourcesAt('http://storage.example.org/run', storage().ports)).rejects.toThrow('encrypted')
    await expect(sourcesAt('nowhere', storage().ports)).rejects.toThrow('not an address')
    await expect(sourcesAt('s3://bucket/run', storage().ports)).rejects.toThrow('no credentials')
  })

  it('asks S3-compatible storage with the bucket in the path, and signs', async () => {
    const { asked, ports } = storage()
    const env = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_ENDPOINT_URL: 'https://s3.example.org' }
    await sourcesAt('s3://run', { ...ports, env }).catch(() => undefined)
    expect(asked[0]!.url).toBe('https://s3.example.org/run/status.json')
    expect(asked[0]!.headers?.['authorization']).toMatch(/^AWS4-HMAC-SHA256 Credential=id\/19700101\/us-east-1\/s3/)
  })
})

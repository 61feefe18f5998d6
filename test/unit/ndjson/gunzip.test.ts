import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { plainBytes, type PlainOptions } from '#engine/base/ndjson/gunzip.ts'
import { UnpackLimitError } from '#shared/unpack-limit.ts'
import { nodeUnzip } from '../../../src-main/host/node/node-gunzip.ts'
import { bytesOf, piecesOf, streamOf } from '../../support/byte-stream.ts'

type Host = Pick<PlainOptions, 'unzip' | 'reuse'>

async function readBy(host: Host, pieces: readonly Uint8Array[], failure?: Error) {
  let opened = 0
  let taken = 0
  const plain = plainBytes(
    () => {
      opened++
      return Promise.resolve(streamOf(pieces, failure))
    },
    { ...host, onBytes: (bytes) => (taken += bytes) }
  )
  const chunks: Uint8Array[] = []
  for await (const chunk of plain.chunks) chunks.push(chunk.slice())
  return {
    text: Buffer.concat(chunks).toString('utf8'),
    damaged: plain.damaged(),
    failed: plain.failure() !== undefined,
    opened,
    taken
  }
}

const lines = Array.from(
  { length: 20_000 },
  (_, n) => `{"resourceType":"Patient","id":"${(n * 7919) % 99_991}-${n}"}`
).join('\n')
const packed = gzipSync(lines)

describe.each<{ of: string; host: Host }>([
  { of: 'browsers', host: {} },
  { of: 'browsers, in memory that is used again', host: { reuse: true } },
  { of: 'Node', host: { unzip: nodeUnzip } },
  { of: 'Node, in memory that is used again', host: { unzip: nodeUnzip, reuse: true } }
])('plainBytes by the decompression of $of', ({ host }) => {
  const read = (pieces: readonly Uint8Array[], failure?: Error) => readBy(host, pieces, failure)

  it('hands plain bytes on, counted', async () => {
    expect(await read(piecesOf(bytesOf('{"a":1}'), [1]))).toEqual({
      text: '{"a":1}',
      damaged: false,
      failed: false,
      opened: 1,
      taken: 7
    })
    expect((await read([])).text).toBe('')
    expect((await read([Uint8Array.of(0x1f)])).damaged).toBe(false)
  })
  it('decompresses gzip, counting compressed bytes', async () => {
    const seen = await read(piecesOf(packed, [1, 4096]))
    expect(seen).toEqual({ text: lines, damaged: false, failed: false, opened: 1, taken: packed.length })
  })
  it('reads all members of a file put together from several', async () => {
    const three = Buffer.concat([gzipSync('a\n'), gzipSync(''), packed, gzipSync('z', { level: 0 }), Buffer.alloc(512)])
    expect(await read(piecesOf(three, [5000]))).toMatchObject({
      text: `a\n${lines}z`,
      damaged: false,
      opened: 2
    })
  })
  it('loses no member behind bytes that are none', async () => {
    const damaged = Buffer.concat([gzipSync('a\n'), Buffer.alloc(40), gzipSync('z\n')])
    expect(await read(piecesOf(damaged, [damaged.length]))).toMatchObject({ text: 'a\nz\n' })
  })
  it('keeps everything before the place where a file was cut', async () => {
    for (const share of [0.1, 0.5, 0.9]) {
      const cut = packed.subarray(0, Math.floor(packed.length * share))
      const { text, damaged } = await read(piecesOf(cut, [3000]))
      expect(damaged).toBe(true)
      expect(lines.startsWith(text)).toBe(true)
      // Nothing that can be decompressed is lost: of a DEFLATE block cut in the middle, its beginning is there.
      expect(text.length).toBeGreaterThan(lines.length * (share - 0.05))
    }
  })
  it('tells damage in the middle, a wrong checksum and rubbish after the end', async () => {
    const flipped = Buffer.from(packed)
    flipped.fill(0xff, flipped.length >> 1, (flipped.length >> 1) + 40)
    expect((await read([flipped])).damaged).toBe(true)
    const wrong = Buffer.from(packed)
    wrong[wrong.length - 7]! ^= 1
    expect(await read([wrong])).toMatchObject({ text: lines, damaged: true })
    expect(await read([Buffer.concat([packed, bytesOf('rubbish')])])).toMatchObject({ text: lines, damaged: true })
    expect(await read([Uint8Array.of(0x1f, 0x8b, 8)])).toMatchObject({ text: '', damaged: true })
  })
  it('tells a source that fails, and keeps what came before', async () => {
    expect(await read([bytesOf('abc')], new Error('disk'))).toMatchObject({ text: 'abc', failed: true })
    const { failed, text } = await read([packed.subarray(0, 30_000)], new Error('disk'))
    expect(failed).toBe(true)
    expect(lines.startsWith(text)).toBe(true)
    expect((await read([], new Error('gone'))).failed).toBe(true)
  })
  it('stops reading when its reader has enough', async () => {
    let cancelled = false
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytesOf('x'.repeat(1000))),
      cancel() {
        cancelled = true
      }
    })
    const plain = plainBytes(() => Promise.resolve(endless))
    for await (const chunk of plain.chunks) if (chunk.length > 0) break
    expect(cancelled).toBe(true)
  })
})

describe('a gzip file that is made to fill a computer', () => {
  const limit = { freeBytes: 1_000_000, ratio: 200, maximumBytes: 20_000_000 }

  async function readBomb(bytes: Uint8Array, pieces = 16 * 1024) {
    let taken = 0
    const plain = plainBytes(() => Promise.resolve(streamOf(piecesOf(bytes, [pieces]))), {
      onBytes: (count) => (taken += count),
      limit
    })
    let length = 0
    for await (const chunk of plain.chunks) length += chunk.length
    return { length, taken, damaged: plain.damaged(), failure: plain.failure() }
  }

  it('is read no further than the limit, and ends with a sentence', async () => {
    const bomb = gzipSync(Buffer.alloc(100_000_000, '\n'), { level: 9 })
    const { length, taken, failure } = await readBomb(bomb)
    expect(failure).toBeInstanceOf(UnpackLimitError)
    expect(taken).toBeLessThan(bomb.length)
    expect(length).toBeLessThanOrEqual(taken * limit.ratio)
  })

  it('is found out by the number of bytes alone, too', async () => {
    const members = Array.from({ length: 30 }, (_, index) => gzipSync(lines.slice(index)))
    const { length, failure } = await readBomb(Buffer.concat(members))
    expect(failure).toMatchObject({ code: 'unreadable-file' })
    expect(length).toBeLessThanOrEqual(limit.maximumBytes)
    expect(length).toBeGreaterThan(limit.maximumBytes / 2)
  })

  it('is found out when it is made of many members', async () => {
    const member = gzipSync(Buffer.alloc(1_000_000, ' '))
    const bomb = Buffer.concat([gzipSync('{}\n'), ...Array.from({ length: 60 }, () => member)])
    const { length, failure } = await readBomb(bomb)
    expect(failure).toBeInstanceOf(UnpackLimitError)
    expect(length).toBeLessThanOrEqual(bomb.length * limit.ratio)
  })

  it('is none below the limit, whatever its ratio', async () => {
    const bytes = gzipSync(Buffer.alloc(900_000, '\n'))
    expect(await readBomb(bytes)).toMatchObject({ length: 900_000, damaged: false, failure: undefined })
  })
})

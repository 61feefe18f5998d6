import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { DamagedBody, decodeBody } from '../../../src-main/bulk/protocol/decode-body.ts'
import { createLineScanner } from '../../../src-main/bulk/protocol/line-scanner.ts'

const limit = { freeBytes: 1_000_000, ratio: 200, maximumBytes: 20_000_000 }

/** A body in pieces, and how much of it was asked for. */
function bodyOf(bytes: Buffer, pieceBytes = 16 * 1024) {
  let sent = 0
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (; sent < bytes.length; sent += pieceBytes) yield bytes.subarray(sent, sent + pieceBytes)
  }
  return { body: pieces(), sent: () => sent }
}

async function unpacked(body: AsyncIterable<Uint8Array>): Promise<number> {
  const { bytes } = await decodeBody(body, 'gzip', undefined, limit)
  let length = 0
  for await (const chunk of bytes) length += chunk.length
  return length
}

describe('a compressed answer', () => {
  it('that unpacks to far more than health data do ends with a sentence, and is not read to its end', async () => {
    const bomb = gzipSync(Buffer.alloc(200_000_000, '\n'), { level: 9 })
    const { body, sent } = bodyOf(bomb)
    await expect(unpacked(body)).rejects.toThrow(/far more than health data do/)
    expect(sent()).toBeLessThan(bomb.length)
  })

  it('is bounded by the number of bytes, too', async () => {
    const text = Array.from({ length: 300_000 }, (_, n) => `{"id":"${(n * 7919) % 99_991}"}\n`).join('')
    const members = Buffer.concat(Array.from({ length: 6 }, () => gzipSync(text)))
    await expect(unpacked(bodyOf(members).body)).rejects.toMatchObject({ code: 'unreadable-file' })
    expect(await unpacked(bodyOf(gzipSync(text)).body)).toBe(text.length)
  })

  it('is no bomb below the limit', async () => {
    expect(await unpacked(bodyOf(gzipSync(Buffer.alloc(900_000))).body)).toBe(900_000)
  })

  it('that is damaged is told from one that is too large', async () => {
    const packed = gzipSync(Buffer.alloc(900_000))
    await expect(unpacked(bodyOf(packed.subarray(0, -20)).body)).rejects.toThrow(DamagedBody)
  })
})

describe('a flood of empty lines', () => {
  it('counts for nothing, however long it is', () => {
    const scanner = createLineScanner('Patient')
    const flood = Buffer.alloc(4 * 1024 * 1024, '\n')
    scanner.push(Buffer.from('{"resourceType":"Patient","id":"1"}'))
    for (let round = 0; round < 32; round += 1) scanner.push(flood)
    scanner.push(Buffer.from('\n{"resourceType":"Patient","id":"2"}\n'))
    expect(scanner.finish()).toMatchObject({
      lines: 2,
      types: { Patient: { resources: 2, rejected: 0 } },
      endsWhole: true
    })
  })
})

import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fc } from '../../support/property.ts'
import { DamagedBody, decodeBody } from '../../../src-main/bulk/protocol/decode-body.ts'
import { createLineScanner } from '../../../src-main/bulk/protocol/line-scanner.ts'
import { bytesOf, piecesOf } from '../../support/byte-stream.ts'

describe('the line scanner', () => {
  const good = '{"resourceType":"Patient","id":"ü1"}'
  it('counts the same however the bytes are cut, with a byte order mark, blank lines, CRLF and no last line end', () => {
    const text = `\uFEFF${good}\r\n\n${good.replace('{', '{ ')}\n{"id":"x","resourceType":"Patient"}\n{"resourceType":"Basic","id":"1"}\nnonsense}\n{"resourceType":"Patient"}\n${good}`
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 }), (sizes) => {
        const scanner = createLineScanner('Patient')
        for (const piece of piecesOf(bytesOf(text), sizes)) scanner.push(piece)
        expect(scanner.finish()).toMatchObject({
          lines: 7,
          headers: 0,
          endsWhole: true,
          types: { Patient: { resources: 4, rejected: 3 } }
        })
      })
    )
  })
  it('sees a file that was cut inside a line', () => {
    const scanner = createLineScanner('Patient')
    scanner.push(bytesOf(`${good}\n${good.slice(0, 20)}`))
    expect(scanner.finish()).toMatchObject({ endsWhole: false, types: { Patient: { resources: 1, rejected: 1 } } })
  })
  it('counts several types, and headers apart', () => {
    const scanner = createLineScanner(undefined)
    scanner.push(bytesOf(`{"resourceType":"Parameters","parameter":[]}\n${good}\n{"resourceType":"Basic","id":"b"}\n`))
    expect(scanner.finish()).toMatchObject({
      lines: 3,
      headers: 1,
      types: { Patient: { resources: 1 }, Basic: { resources: 1 } }
    })
  })
  it('counts beyond the part that is parsed in full', () => {
    const scanner = createLineScanner('Patient')
    for (let i = 0; i < 40_000; i += 1) scanner.push(bytesOf(`${good}\n`))
    scanner.push(bytesOf('{"resourceType":"Basic","id":"b"}\n{broken}\n'))
    expect(scanner.finish().types).toEqual({ Patient: { resources: 40_000, rejected: 2 } })
  })
})

describe('compressed bodies', () => {
  async function* of(...chunks: Uint8Array[]): AsyncGenerator<Uint8Array> {
    yield* chunks
  }
  const collect = async (bytes: AsyncIterable<Uint8Array>): Promise<string> => {
    const chunks: Uint8Array[] = []
    for await (const chunk of bytes) chunks.push(chunk)
    return Buffer.concat(chunks).toString()
  }
  it('are unpacked, announced or not, and damage is an error that can be tried again', async () => {
    const packed = gzipSync('hello')
    expect(await collect((await decodeBody(of(packed), 'gzip')).bytes)).toBe('hello')
    expect(await collect((await decodeBody(of(packed.subarray(0, 5), packed.subarray(5)), undefined)).bytes)).toBe(
      'hello'
    )
    expect(await collect((await decodeBody(of(bytesOf('plain')), 'gzip')).bytes)).toBe('plain')
    const damaged = await decodeBody(of(packed.subarray(0, packed.length - 6)), 'gzip')
    await expect(collect(damaged.bytes)).rejects.toBeInstanceOf(DamagedBody)
    await expect(decodeBody(of(), 'br')).rejects.toMatchObject({ code: 'not-supported' })
  })
})

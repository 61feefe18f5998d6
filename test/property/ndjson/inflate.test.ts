import { constants, gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { createGzipReader } from '#engine/base/ndjson/inflate.ts'
import { budgeted, fc } from '../../support/property.ts'
import { piecesOf } from '../../support/byte-stream.ts'

function unpack(packed: Uint8Array, sizes: readonly number[]): { bytes: Buffer; whole: boolean } {
  const parts: Uint8Array[] = []
  const reader = createGzipReader((bytes) => parts.push(bytes.slice()))
  for (const piece of piecesOf(packed, sizes)) if (!reader.push(piece)) break
  return { bytes: Buffer.concat(parts), whole: reader.end() }
}

const content = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc
    .string({ maxLength: 200 })
    .chain((unit) => fc.integer({ min: 0, max: 900 }).map((times) => Buffer.from(unit.repeat(times)))),
  // Long distances, beyond one window.
  fc
    .uint8Array({ minLength: 30_000, maxLength: 40_000, size: 'max' })
    .map((bytes) => Buffer.concat([bytes, bytes, bytes]))
)
const packing = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  strategy: fc.constantFrom(constants.Z_DEFAULT_STRATEGY, constants.Z_FIXED, constants.Z_HUFFMAN_ONLY, constants.Z_RLE)
})
const sizes = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 6 })

describe('createGzipReader', () => {
  it('gives what zlib packed, in any pieces, for any number of members', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(content, packing), { minLength: 1, maxLength: 3 }), sizes, (members, cuts) => {
        const packed = Buffer.concat(members.map(([bytes, options]) => gzipSync(bytes, options)))
        const { bytes, whole } = unpack(packed, cuts)
        expect(whole).toBe(true)
        expect(bytes.equals(Buffer.concat(members.map(([plain]) => plain)))).toBe(true)
      }),
      { numRuns: budgeted(60) }
    )
  })
  it('gives a beginning of the content when the data are cut, and says so', () => {
    fc.assert(
      fc.property(
        content,
        packing,
        fc.double({ min: 0, max: 1, noNaN: true }),
        sizes,
        (plain, options, share, cuts) => {
          const packed = gzipSync(plain, options)
          const cut = packed.subarray(0, Math.floor(packed.length * share * 0.999))
          const { bytes, whole } = unpack(cut, cuts)
          expect(whole).toBe(false)
          expect(Buffer.from(plain).subarray(0, bytes.length).equals(bytes)).toBe(true)
        }
      ),
      { numRuns: budgeted(60) }
    )
  })
  it('never accepts damaged data as whole', () => {
    fc.assert(
      fc.property(content, packing, fc.nat(), fc.integer({ min: 1, max: 255 }), (plain, options, place, change) => {
        const packed = gzipSync(plain, options)
        // The ten bytes of the header hold a time and a system, which carry nothing.
        const index = 10 + (place % (packed.length - 10))
        packed[index]! ^= change
        const { bytes, whole } = unpack(packed, [997])
        expect(whole && !bytes.equals(Buffer.from(plain))).toBe(false)
      }),
      { numRuns: budgeted(150) }
    )
  })
})

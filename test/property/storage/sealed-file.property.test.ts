import { describe, expect, it } from 'vitest'
import { budgeted, fc } from '../../support/property.ts'
import { segmentBytes } from '../../../src-main/storage/sealed/frame-cipher.ts'
import { piecesOf } from '../../support/byte-stream.ts'
import { opened, sealed } from '../../support/sealed-memory.ts'

/** Lengths around the edges of segments, filled with bytes that shrink well or not at all. */
const anyText = fc
  .tuple(
    fc.oneof(
      fc.nat(300),
      fc.constantFrom(-1, 0, 1).map((near) => segmentBytes + near),
      fc.nat(3 * segmentBytes)
    ),
    fc.boolean(),
    fc.integer({ min: 1, max: 2 ** 31 - 1 })
  )
  .map(([length, dull, seed]) => {
    const text = new Uint8Array(length)
    let state = seed
    for (let index = 0; index < length; index++) {
      state ^= state << 13
      state ^= state >>> 17
      state ^= state << 5
      text[index] = dull ? 97 + (index % 7) : state
    }
    return text
  })
const anyKey = fc.uint8Array({ minLength: 32, maxLength: 32 })
const context = { key: new Uint8Array(32).fill(7), purpose: 'test/raw/0' }

describe('a sealed file', () => {
  it('gives back what was sealed, in whatever pieces it came', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyText,
        anyKey,
        fc.array(fc.integer({ min: 1, max: 2 * segmentBytes }), { minLength: 1, maxLength: 4 }),
        async (text, key, sizes) => {
          const file = await sealed(piecesOf(text, sizes), { key, purpose: 'a' })
          expect((await opened(file, { key, purpose: 'a' })).equals(text)).toBe(true)
        }
      ),
      { numRuns: budgeted(60) }
    )
  })

  it('gives any range of the text', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.nat(3 * segmentBytes), fc.nat(2 * segmentBytes), async (text, offset, length) => {
        const range = { offset, length }
        const part = await opened(await sealed([text], context), context, range)
        expect(part.equals(text.subarray(offset, offset + length))).toBe(true)
      }),
      { numRuns: budgeted(60) }
    )
  })

  it('does not open when any bit of it is another', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.nat(), fc.integer({ min: 0, max: 7 }), async (text, place, bit) => {
        const file = await sealed([text], context)
        file[place % file.length]! ^= 1 << bit
        await expect(opened(file, context)).rejects.toMatchObject({ code: 'unreadable-file' })
      }),
      { numRuns: budgeted(100) }
    )
  })

  it('does not open when it ends early or goes on', async () => {
    await fc.assert(
      fc.asyncProperty(anyText, fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 64 }), async (text, cut, more) => {
        const file = await sealed([text], context)
        await expect(opened(file.subarray(0, cut % file.length), context)).rejects.toMatchObject({
          code: 'unreadable-file'
        })
        await expect(opened(Buffer.concat([file, more]), context)).rejects.toMatchObject({ code: 'unreadable-file' })
      }),
      { numRuns: budgeted(60) }
    )
  })
})

import { describe, expect, it } from 'vitest'
import { scannedText } from '#engine/ingest/scanner/scanned-text.ts'
import { rankTexts } from '#engine/store/texts/rank-texts.ts'
import { fc } from '../../support/property.ts'

const units = fc.string({ unit: fc.constantFrom('\0', 'a', 'b', 'é', '\uffff', '\ud83d', '\ude00') })

/** Checks an order against that of JavaScript, which compares code units. */
function expectSorted(texts: readonly string[]): void {
  const { order, sorted } = rankTexts(texts)
  expect(sorted).toEqual(texts.toSorted())
  expect(Array.from(order, (place) => sorted[place])).toEqual(texts)
  expect(new Set(order).size).toBe(texts.length)
}

describe('ranked texts', () => {
  it('stand in the order of their code units', () => {
    fc.assert(fc.property(fc.array(units), expectSorted))
  })
  it('do so where there are many, which begin alike in any length', () => {
    fc.assert(
      fc.property(units, fc.array(fc.tuple(fc.nat(3), units), { minLength: 20, maxLength: 40 }), (start, ends) => {
        const more = Array.from({ length: 100 }, (_, index) => `${index * 7919}`)
        expectSorted(ends.flatMap(([of, end]) => more.map((each) => start.repeat(of) + end + each)))
      }),
      { numRuns: 5 }
    )
  })
  it('do so where many are one another’s beginnings', () => {
    const long = 'claim-'.repeat(100)
    expectSorted(Array.from({ length: 2400 }, (_, length) => long.slice(0, length % 600)).toReversed())
    expectSorted(Array.from({ length: 3000 }, (_, zeros) => `same${'\0'.repeat(zeros)}`).toReversed())
    expectSorted(
      Array.from({ length: 3000 }, (_, index) => `same${'\0'.repeat(index % 9)}${index % 9 > 4 ? 3000 - index : ''}`)
    )
    expectSorted(Array.from({ length: 3000 }, () => 'same'))
  })
})

describe('the text of some bytes', () => {
  it('is what the decoder makes of them', () => {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    fc.assert(
      fc.property(fc.string({ maxLength: 40, unit: 'grapheme' }), fc.nat(9), fc.nat(9), (text, before, after) => {
        const encoded = new TextEncoder().encode(text)
        const bytes = new Uint8Array([
          ...Array<number>(before).fill(0xc3),
          ...encoded,
          ...Array<number>(after).fill(0x41)
        ])
        expect(scannedText(bytes, before, encoded.length)).toBe(decoder.decode(encoded))
      })
    )
  })
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createCrossing } from '#engine/explore/crossing.ts'
import { emptyBitset, setBit } from '#engine/kernels/bitset.ts'

/** People with codes in three dimensions of 4, 3 and 200 values, two amounts, and whether they are in view. */
const people = fc.array(
  fc.record({
    codes: fc.tuple(
      fc.integer({ min: -1, max: 3 }),
      fc.integer({ min: -1, max: 2 }),
      fc.integer({ min: -1, max: 199 })
    ),
    amounts: fc.tuple(fc.integer({ min: 0, max: 9 }), fc.option(fc.integer({ min: 0, max: 9 }), { nil: Number.NaN })),
    inView: fc.boolean()
  }),
  { maxLength: 60 }
)
const sizes = [4, 3, 200]
const choice = (size: number) =>
  fc.option(fc.uniqueArray(fc.integer({ min: 0, max: size }), { minLength: 1 }), { nil: undefined })

describe('a crossing', () => {
  it('counts each dimension under the choices of all others, as going through the people does', () => {
    fc.assert(
      fc.property(people, fc.tuple(...sizes.map(choice)), (given, chosen) => {
        const inView = emptyBitset(given.length)
        given.forEach((person, at) => {
          if (person.inView) setBit(inView, at)
        })
        const source = {
          dimensions: sizes.map((values, at) => ({ values, codes: Int32Array.from(given, ({ codes }) => codes[at]!) })),
          measures: [0, 1].map((at) => Float64Array.from(given, ({ amounts }) => amounts[at]!))
        }
        const masks = chosen.map((codes, at) => {
          if (codes === undefined) return undefined
          const mask = new Uint8Array(sizes[at]! + 1)
          for (const code of codes) mask[code] = 1
          return mask
        })
        const answer = createCrossing(source, inView).ask(masks, { rows: 0, columns: 1, measure: 1 })

        const place = (code: number, at: number): number => (code < 0 ? sizes[at]! : code)
        const passes = (person: (typeof given)[number], but = -1): boolean =>
          person.inView &&
          person.codes.every(
            (code, at) => at === but || chosen[at] === undefined || chosen[at].includes(place(code, at))
          )
        const selected = given.filter((person) => passes(person))
        expect(answer.people).toBe(selected.length)
        sizes.forEach((size, at) => {
          const counts = new Int32Array(size + 1)
          for (const person of given) if (passes(person, at)) counts[place(person.codes[at]!, at)]!++
          expect(answer.counts[at]).toEqual(counts)
        })
        expect(answer.totals.map(({ known }) => known)).toEqual([
          selected.length,
          selected.filter(({ amounts }) => !Number.isNaN(amounts[1])).length
        ])
        expect(answer.totals[0]!.sum).toBe(selected.reduce((sum, { amounts }) => sum + amounts[0], 0))
        for (let row = 0; row <= 4; row++) {
          for (let column = 0; column <= 3; column++) {
            const there = selected.filter(({ codes }) => place(codes[0], 0) === row && place(codes[1], 1) === column)
            expect(answer.pivot!.people[row * 4 + column]).toBe(there.length)
            const known = there.filter(({ amounts }) => !Number.isNaN(amounts[1]))
            expect(answer.pivot!.sums[row * 4 + column]).toBe(known.reduce((sum, { amounts }) => sum + amounts[1], 0))
          }
        }
      })
    )
  })
})

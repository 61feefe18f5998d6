import { describe, expect, it } from 'vitest'
import { createCrossTab, type CrossTab } from '#engine/explore/cross-tab.ts'
import { emptyBitset, setBit } from '#engine/base/kernels/bitset.ts'
import { fc } from '../../support/property.ts'

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

type Person = typeof people extends fc.Arbitrary<readonly (infer P)[]> ? P : never
type Choice = readonly (readonly number[] | undefined)[]

const place = (code: number, index: number): number => (code < 0 ? sizes[index]! : code)

function passes(person: Person, chosen: Choice, but = -1): boolean {
  return (
    person.inView &&
    person.codes.every(
      (code, index) => index === but || chosen[index] === undefined || chosen[index].includes(place(code, index))
    )
  )
}

function crossingOf(given: readonly Person[]): CrossTab {
  const inView = emptyBitset(given.length)
  given.forEach((person, index) => {
    if (person.inView) setBit(inView, index)
  })
  const source = {
    dimensions: sizes.map((values, index) => ({ values, codes: Int32Array.from(given, ({ codes }) => codes[index]!) })),
    measures: [0, 1].map((index) => Float64Array.from(given, ({ amounts }) => amounts[index]!))
  }
  return createCrossTab(source, inView)
}

function masksOf(chosen: Choice): (Uint8Array | undefined)[] {
  return chosen.map((codes, index) => {
    if (codes === undefined) return undefined
    const mask = new Uint8Array(sizes[index]! + 1)
    for (const code of codes) mask[code] = 1
    return mask
  })
}

const choices = fc.array(fc.tuple(fc.tuple(...sizes.map(choice)), fc.nat(2)), { minLength: 1, maxLength: 6 })

describe('a crossing', () => {
  it('counts each dimension under the choices of all others, as going through the people does', () => {
    fc.assert(
      fc.property(people, choices, (given, asked) => {
        const crossing = crossingOf(given)
        // One question after the other, each by what has changed since the one before.
        for (const [chosen, measure] of asked) {
          const answer = crossing.ask(masksOf(chosen), { rows: 0, columns: 1, measure: measure - 1 })
          const selected = given.filter((person) => passes(person, chosen))
          expect(answer.people).toBe(selected.length)
          sizes.forEach((size, index) => {
            const counts = new Int32Array(size + 1)
            for (const person of given) if (passes(person, chosen, index)) counts[place(person.codes[index]!, index)]!++
            expect(answer.counts[index]).toEqual(counts)
          })
          const amountsOf = (list: readonly Person[], index: number): readonly number[] =>
            list.map(({ amounts }) => amounts[index]!).filter((amount) => !Number.isNaN(amount))
          const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0)
          answer.totals.forEach(({ sum, known }, index) => {
            expect([known, sum]).toEqual([amountsOf(selected, index).length, sumOf(amountsOf(selected, index))])
          })
          for (let row = 0; row <= 4; row++) {
            for (let column = 0; column <= 3; column++) {
              const there = selected.filter(({ codes }) => place(codes[0], 0) === row && place(codes[1], 1) === column)
              const known = measure === 0 ? [] : amountsOf(there, measure - 1)
              const { people: counted, sums, known: of } = answer.pivot!
              const index = row * 4 + column
              expect([counted[index], sums[index], of[index]]).toEqual([there.length, sumOf(known), known.length])
            }
          }
        }
      })
    )
  })

  it('sums amounts with decimals to what they are, to a hundred-thousandth each', () => {
    // The largest are too large to be summed by what has changed.
    const amount = (most: number) => fc.array(fc.double({ min: -most, max: most, noNaN: true }), { maxLength: 50 })
    fc.assert(
      fc.property(fc.oneof(amount(1e6), amount(1e15)), fc.array(fc.nat(3), { maxLength: 8 }), (amounts, steps) => {
        const everyone = emptyBitset(amounts.length)
        amounts.forEach((_, index) => setBit(everyone, index))
        const codes = Int32Array.from(amounts, (_, index) => index % 4)
        const crossing = createCrossTab(
          { dimensions: [{ codes, values: 4 }], measures: [Float64Array.from(amounts)] },
          everyone
        )
        for (const last of steps) {
          const mask = Uint8Array.from({ length: 5 }, (_, code) => (code <= last ? 1 : 0))
          const expected = amounts.reduce((sum, each, index) => (index % 4 <= last ? sum + each : sum), 0)
          const { sum } = crossing.ask([mask], undefined).totals[0]!
          expect(Math.abs(sum - expected)).toBeLessThanOrEqual(amounts.length * 1e-5)
        }
      })
    )
  })
})

import { describe, expect, it } from 'vitest'
import { countCrossed, crossFilter, type CrossChoice } from '#engine/kernels/cross-filter.ts'
import { fc } from '../../support/property.ts'

const sizes = [3, 2, 5, 4]
/** More than the eight choices that are told apart in one byte. */
const manySizes = [3, 2, 5, 4, 2, 3, 2, 4, 3, 2, 2, 3]
const rows = fc.array(fc.tuple(...sizes.map((size) => fc.nat(size - 1))), { maxLength: 80 })
const choice = fc.tuple(
  ...sizes.map((size) => fc.option(fc.array(fc.boolean(), { minLength: size, maxLength: size }), { nil: undefined }))
)

function masksOf(given: readonly (readonly boolean[] | undefined)[]): CrossChoice {
  return given.map((flags) => flags && Uint8Array.from(flags, Number))
}

function plain(
  all: readonly (readonly number[])[],
  given: readonly (readonly boolean[] | undefined)[],
  sizesOf: readonly number[] = sizes
) {
  const passes = (codes: readonly number[], but = -1): boolean =>
    codes.every((code, at) => at === but || given[at] === undefined || given[at][code] === true)
  return {
    passing: all.filter((codes) => passes(codes)).length,
    counts: sizesOf.map((size, at) => {
      const counts = new Int32Array(size)
      for (const codes of all) if (passes(codes, at)) counts[codes[at]!]!++
      return counts
    })
  }
}

function dimensionsOf(all: readonly (readonly number[])[], sizesOf: readonly number[] = sizes) {
  return sizesOf.map((size, at) => {
    const codes = all.map((each) => each[at]!)
    return { size, codes: at === 1 ? Uint16Array.from(codes) : Uint8Array.from(codes) }
  })
}

describe('a cross-filter', () => {
  it('counts as going through all rows does, whatever was chosen before', () => {
    fc.assert(
      fc.property(rows, fc.array(choice, { minLength: 1, maxLength: 6 }), (all, choices) => {
        const filter = crossFilter(dimensionsOf(all), all.length)
        for (const given of choices) {
          filter.choose(masksOf(given))
          expect({ passing: filter.passing, counts: filter.counts }).toEqual(plain(all, given))
          expect(filter.fails.filter((bits) => bits === 0)).toHaveLength(filter.passing)
        }
      })
    )
  })

  it('follows a brush that moves through one dimension', () => {
    fc.assert(
      fc.property(rows, choice, fc.nat(sizes.length - 1), (all, given, at) => {
        const filter = crossFilter(dimensionsOf(all), all.length)
        for (let code = 0; code < sizes[at]!; code++) {
          const moved = given.with(
            at,
            Array.from({ length: sizes[at]! }, (_, each) => each <= code)
          )
          filter.choose(masksOf(moved))
          expect({ passing: filter.passing, counts: filter.counts }).toEqual(plain(all, moved))
        }
      })
    )
  })

  it.each([8, 9, 12])('counts with %i choices at once', (choices) => {
    const many = manySizes.slice(0, choices)
    const someRows = fc.array(fc.tuple(...many.map((size) => fc.nat(size - 1))), { maxLength: 60 })
    // Most codes pass, so that rows are left although every dimension has a choice.
    const flag = fc.integer({ min: 0, max: 9 }).map((value) => value > 1)
    const allChosen = fc.tuple(...many.map((size) => fc.array(flag, { minLength: size, maxLength: size })))
    fc.assert(
      fc.property(someRows, fc.array(allChosen, { minLength: 1, maxLength: 4 }), (all, turns) => {
        const filter = crossFilter(dimensionsOf(all, many), all.length)
        for (const given of turns) {
          filter.choose(masksOf(given))
          expect({ passing: filter.passing, counts: filter.counts }).toEqual(plain(all, given, many))
          expect(countCrossed(dimensionsOf(all, many), masksOf(given), all.length)).toEqual(plain(all, given, many))
        }
      })
    )
  })

  it('counts rows beyond one block', () => {
    const all = Array.from({ length: 70_001 }, (_, row) => sizes.map((size, at) => (row * (at + 3)) % size))
    const given = [[true, false, true], undefined, [true, true, false, false, false], [false, true, true, true]]
    expect(countCrossed(dimensionsOf(all), masksOf(given), all.length)).toEqual(plain(all, given))
  })
})

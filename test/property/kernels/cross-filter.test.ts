import { describe, expect, it } from 'vitest'
import { countCrossed } from '#engine/base/kernels/cross-count.ts'
import { crossFilter, type CrossChoice } from '#engine/base/kernels/cross-filter.ts'
import { packDimensions } from '#engine/base/kernels/pack-dimensions.ts'
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

function rowsOf(all: readonly (readonly number[])[], sizesOf: readonly number[] = sizes) {
  const dimensions = dimensionsOf(all, sizesOf)
  return { dimensions, packed: packDimensions(dimensions, all.length), count: all.length }
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
          expect(countCrossed(rowsOf(all, many), masksOf(given))).toEqual(plain(all, given, many))
        }
      })
    )
  })

  it('counts rows beyond one block', () => {
    const all = Array.from({ length: 70_001 }, (_, row) => sizes.map((size, at) => (row * (at + 3)) % size))
    const given = [[true, false, true], undefined, [true, true, false, false, false], [false, true, true, true]]
    expect(countCrossed(rowsOf(all), masksOf(given))).toEqual(plain(all, given))
  })

  it('packs dimensions whose combinations fit into a byte, and leaves the others as they are', () => {
    const codes = new Uint8Array(0)
    const packed = packDimensions(
      [30, 132, 2, 4, 8, 4].map((size) => ({ size, codes })),
      0
    )
    expect(packed.map(({ members, strides, size }) => ({ members, strides, size }))).toEqual([
      { members: [2, 3, 5, 4], strides: [1, 2, 8, 32], size: 256 },
      { members: [0], strides: [1], size: 30 },
      { members: [1], strides: [1], size: 132 }
    ])
  })

  it('counts as going through all rows does where codes do not fit into a byte together', () => {
    const wide = [300, 2, 40, 7]
    const wideRows = fc.array(fc.tuple(...wide.map((size) => fc.nat(size - 1))), { maxLength: 60 })
    const half = fc.tuple(
      ...wide.map((size) => fc.option(fc.array(fc.boolean(), { minLength: size, maxLength: size }), { nil: undefined }))
    )
    fc.assert(
      fc.property(wideRows, half, (all, given) => {
        const dimensions = wide.map((size, at) => ({ size, codes: Uint16Array.from(all, (each) => each[at]!) }))
        const filter = crossFilter(dimensions, all.length)
        filter.choose(masksOf(given))
        expect({ passing: filter.passing, counts: filter.counts }).toEqual(plain(all, given, wide))
      })
    )
  })
})

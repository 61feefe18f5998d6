import { describe, expect, it } from 'vitest'
import { countCrossed } from '#engine/base/kernels/cross-count.ts'
import { crossFilter } from '#engine/base/kernels/cross-filter.ts'
import type { CrossChoice } from '#engine/base/kernels/cross-dimension.ts'
import { packDimensions } from '#engine/base/kernels/pack-dimensions.ts'
import { fc } from '../../support/property.ts'

/** Three packs: of the first, the third and the last together, and of each of the others alone. */
const sizes = [3, 90, 2, 17, 5]
/** So large that each is a pack of its own. */
const largeSizes = [17, 20, 18, 30, 17, 90, 19, 17, 26, 17, 24, 17]
/** Codes that many rows have in common, so that choices leave some of them. */
const codeBelow = (size: number) => fc.oneof(fc.nat(size - 1), fc.nat(Math.min(size, 4) - 1))
const rows = fc.array(fc.tuple(...sizes.map(codeBelow)), { maxLength: 80 })
const choice = fc.tuple(
  ...sizes.map((size) => fc.option(fc.array(fc.boolean(), { minLength: size, maxLength: size }), { nil: undefined }))
)
const firsts = (size: number, passing: number): readonly boolean[] =>
  Array.from({ length: size }, (_, code) => code < passing)

function masksOf(given: readonly (readonly boolean[] | undefined)[]): CrossChoice {
  return given.map((flags) => flags && Uint8Array.from(flags, Number))
}

function plain(
  all: readonly (readonly number[])[],
  given: readonly (readonly boolean[] | undefined)[],
  sizesOf: readonly number[] = sizes
) {
  const passes = (codes: readonly number[], but = -1): boolean =>
    codes.every((code, index) => index === but || given[index] === undefined || given[index][code] === true)
  return {
    passing: all.filter((codes) => passes(codes)).length,
    counts: sizesOf.map((size, index) => {
      const counts = new Int32Array(size)
      for (const codes of all) if (passes(codes, index)) counts[codes[index]!]!++
      return counts
    })
  }
}

function dimensionsOf(all: readonly (readonly number[])[], sizesOf: readonly number[] = sizes) {
  return sizesOf.map((size, index) => {
    const codes = all.map((each) => each[index]!)
    return { size, codes: index === 1 ? Uint16Array.from(codes) : Uint8Array.from(codes) }
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
      fc.property(rows, choice, fc.nat(sizes.length - 1), (all, given, index) => {
        const filter = crossFilter(dimensionsOf(all), all.length)
        for (let code = 0; code < sizes[index]!; code++) {
          const moved = given.with(
            index,
            Array.from({ length: sizes[index]! }, (_, each) => each <= code)
          )
          filter.choose(masksOf(moved))
          expect({ passing: filter.passing, counts: filter.counts }).toEqual(plain(all, moved))
        }
      })
    )
  })

  it.each([1, 2, 8, 9, 12])('counts with choices in %i packs at once', (packs) => {
    const many = largeSizes.slice(0, packs)
    expect(rowsOf([], largeSizes).packed).toHaveLength(largeSizes.length)
    const someRows = fc.array(fc.tuple(...many.map(codeBelow)), { maxLength: 60 })
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

  it('tells which choices hold each row back', () => {
    fc.assert(
      fc.property(rows, choice, (all, given) => {
        const fails = new Int32Array(all.length).fill(-1)
        countCrossed(rowsOf(all), masksOf(given), fails)
        const expected = all.map((codes) =>
          codes.reduce(
            (bits, code, index) => (given[index] === undefined || given[index][code] ? bits : bits | (1 << index)),
            0
          )
        )
        expect([...fails]).toEqual(expected)
      })
    )
  })

  it.each([
    ['no choice', []],
    ['a choice that few pass', [undefined, firsts(90, 9)]],
    ['a choice that most pass', [undefined, firsts(90, 80)]],
    ['choices in one pack', [firsts(3, 1), undefined, firsts(2, 1), undefined, firsts(5, 3)]],
    ['choices in all packs', [firsts(3, 2), firsts(90, 50), undefined, firsts(17, 9), firsts(5, 3)]]
  ])('counts rows beyond one block with %s', (_, given) => {
    // Of more rows more combinations are packed, and of the most two codes are looked up at a time.
    for (const count of [9_001, 40_001, 140_003]) {
      const all = Array.from({ length: count }, (__, row) => sizes.map((size, index) => (row * (index + 3)) % size))
      expect(countCrossed(rowsOf(all), masksOf(given))).toEqual(plain(all, given))
    }
  })

  it.each([
    ['few rows pass', 1],
    ['most rows pass', 3]
  ])('counts the rows of two packs where %s the choices of one', (_, passing) => {
    // The larger number is so large that two codes are looked up at a time.
    for (const count of [95, 9_001, 140_003]) {
      const all = Array.from({ length: count }, (__, row) => [(row * 7) % 4, (row * 11) % 200])
      const given = [firsts(4, passing), undefined]
      const rows = rowsOf(all, [4, 200])
      // Enough combinations for one pack are still two where each stands alone.
      const apart = rows.dimensions.flatMap((dimension, index) =>
        packDimensions([dimension], count).map((pack) => ({ ...pack, members: [index] }))
      )
      expect(countCrossed({ ...rows, packed: apart }, masksOf(given))).toEqual(plain(all, given, [4, 200]))
    }
  })

  it('counts codes that do not begin at a multiple of four bytes', () => {
    const all = Array.from({ length: 100 }, (_, row) => [row % 20, row % 19])
    const dimensions = dimensionsOf(all, [20, 19]).map(({ size, codes }) => {
      const moved = new Uint8Array(codes.length + 1)
      moved.set(codes, 1)
      return { size, codes: moved.subarray(1) }
    })
    const rows = { dimensions, packed: packDimensions(dimensions, all.length), count: all.length }
    const given = [firsts(20, 7), firsts(19, 9)]
    expect(countCrossed(rows, masksOf(given))).toEqual(plain(all, given, [20, 19]))
  })

  it('counts rows without dimensions', () => {
    expect(countCrossed({ dimensions: [], packed: [], count: 3 }, [])).toEqual({ counts: [], passing: 3 })
  })

  it('packs dimensions whose combinations are few for the number of rows, and leaves the others as they are', () => {
    const packed = (rows: number) =>
      packDimensions(
        [30, 132, 2, 4, 8, 4].map((size) => ({ size, codes: new Uint8Array(rows) })),
        rows
      ).map(({ members, strides, size, totals }) => ({ members, strides, size, rows: totals[0] }))
    const first = { members: [2, 3, 5, 4], strides: [1, 2, 8, 32], size: 256 }
    expect(packed(1000)).toEqual([
      { ...first, rows: 1000 },
      { members: [0], strides: [1], size: 30, rows: 1000 },
      { members: [1], strides: [1], size: 132, rows: 1000 }
    ])
    expect(packed(300_000)).toEqual([
      { ...first, rows: 300_000 },
      { members: [0, 1], strides: [1, 30], size: 3960, rows: 300_000 }
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
        const dimensions = wide.map((size, index) => ({ size, codes: Uint16Array.from(all, (each) => each[index]!) }))
        const filter = crossFilter(dimensions, all.length)
        filter.choose(masksOf(given))
        expect({ passing: filter.passing, counts: filter.counts }).toEqual(plain(all, given, wide))
      })
    )
  })
})

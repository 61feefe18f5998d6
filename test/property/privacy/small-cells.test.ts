import { describe, expect, it } from 'vitest'
import { hiddenParts, isSmallCell, isSmallFigure, suppressedCells } from '#engine/base/privacy/small-cells.ts'
import type { Figure } from '#engine/base/figures/figure.ts'
import { fc } from '../../support/property.ts'

const cell = fc
  .integer({ min: 0, max: 60 })
  .chain((denominator) => fc.integer({ min: 0, max: denominator }).map((numerator) => ({ numerator, denominator })))
const limit = fc.integer({ min: 0, max: 11 })

describe('small cells', () => {
  it('are all hidden, and none without a limit', () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 8 }), limit, (cells, most) => {
        const hidden = suppressedCells(cells, most)
        expect(hidden).toHaveLength(cells.length)
        cells.forEach(({ numerator, denominator }, index) => {
          const small = [numerator, denominator - numerator, denominator].some((count) => count >= 1 && count <= most)
          expect(isSmallCell({ numerator, denominator }, most)).toBe(small)
          if (small) expect(hidden[index]).toBe(true)
        })
        if (most === 0) expect(hidden.some(Boolean)).toBe(false)
      })
    )
  })

  it('take the next smallest with them, and nothing more', () => {
    const cells = [4, 90, 30, 0, 50].map((denominator) => ({ numerator: denominator, denominator }))
    expect(suppressedCells(cells, 10)).toEqual([true, false, true, false, false])
    // 4 and 6 add up to 10, and so leave 1 to 9 for each: not every number that a small cell may hold.
    expect(suppressedCells([...cells, { numerator: 6, denominator: 6 }], 10)).toEqual([
      true,
      false,
      true,
      false,
      false,
      true
    ])
  })

  it('are the same for counts of parts', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(200), { maxLength: 12 }), fc.nat(20), (counts, most) => {
        const hidden = hiddenParts(counts, most)
        const small = counts.flatMap((count, index) => (count > 0 && count <= most ? [index] : []))
        for (const index of small) expect(hidden.has(index)).toBe(true)
        const others = counts.filter((count) => count > most).length
        if (small.length === 0) expect(hidden.size).toBe(0)
        if (small.length === 1 && others > 0 && most > 1) expect(hidden.size).toBeGreaterThan(1)
      })
    )
  })

  it('are figures of few people, of few left over, or of a small group', () => {
    const figure = (unit: Figure['unit'], numbers: Partial<Figure>): Figure => ({
      value: undefined,
      unit,
      provenance: {} as Figure['provenance'],
      ...numbers
    })
    expect(isSmallFigure(figure('people', { value: 10 }), 10)).toBe(true)
    expect(isSmallFigure(figure('people', { value: 11 }), 10)).toBe(false)
    expect(isSmallFigure(figure('people', { value: 0 }), 10)).toBe(false)
    expect(isSmallFigure(figure('proportion', { numerator: 95, denominator: 100 }), 10)).toBe(true)
    expect(isSmallFigure(figure('per1000', { numerator: 95, denominator: 100 }), 10)).toBe(false)
    expect(isSmallFigure(figure('per1000', { numerator: 95, denominator: 9 }), 10)).toBe(true)
    expect(isSmallFigure(figure('proportion', { numerator: 50, denominator: 100, people: 3 }), 10)).toBe(true)
    expect(isSmallFigure(figure('people', { value: 10 }), 0)).toBe(false)
  })
})

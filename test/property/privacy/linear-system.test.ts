import { describe, expect, it } from 'vitest'
import { LinearSystem } from '#engine/base/privacy/linear-system.ts'
import { exactBounds } from '../../support/exact-program.ts'
import { budgeted, fc } from '../../support/property.ts'

/** Counts, how they add up, and how far each may be from what it is. */
const sums = fc
  .record({
    parts: fc.array(
      fc.record({
        count: fc.integer({ min: 0, max: 30 }),
        down: fc.integer({ min: 0, max: 12 }),
        up: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constant(undefined))
      }),
      { minLength: 2, maxLength: 7 }
    ),
    totals: fc.array(
      fc.record({
        of: fc.array(fc.nat(20), { minLength: 1, maxLength: 4 }),
        down: fc.integer({ min: 0, max: 12 }),
        up: fc.oneof(fc.integer({ min: 0, max: 12 }), fc.constant(undefined))
      }),
      { minLength: 1, maxLength: 5 }
    )
  })
  .map(({ parts, totals }) => {
    const cells: { count: number; down: number; up: number | undefined }[] = [...parts]
    const relations: { readonly total: number; readonly parts: readonly number[] }[] = []
    for (const { of, down, up } of totals) {
      // A total may be a part of the next one.
      const inside = [...new Set(of.map((place) => place % cells.length))]
      const count = inside.reduce((sum, place) => sum + cells[place]!.count, 0)
      relations.push({ total: cells.push({ count, down, up }) - 1, parts: inside })
    }
    return { cells: cells.map((cell) => ({ ...cell, down: Math.min(cell.down, cell.count) })), relations }
  })

describe('a linear system', () => {
  it('moves a cell as far as exact fractions do, by a way that keeps to all sums and bounds', () => {
    fc.assert(
      fc.property(sums, fc.nat(20), fc.constantFrom(1, -1), ({ cells, relations }, any, direction) => {
        const target = any % cells.length
        const upOf = (place: number): number | undefined => cells[place]!.up ?? (place === target ? 12 : undefined)
        const system = new LinearSystem(
          cells.length,
          relations.map(({ total, parts }) => [
            { variable: total, factor: -1 },
            ...parts.map((variable) => ({ variable, factor: 1 }))
          ])
        )
        const moved = system.maximize({
          lower: Float64Array.from(cells, ({ down }) => -down),
          upper: Float64Array.from(cells, (_, place) => upOf(place) ?? Number.POSITIVE_INFINITY),
          gain: Float64Array.from(cells, (_, place) => (place === target ? direction : 0)),
          price: new Float64Array(cells.length)
        })
        const known = cells.map(({ count, down }, place) => {
          const up = upOf(place)
          return { low: count - down, high: up === undefined ? undefined : count + up }
        })
        const { low, high } = exactBounds(known, relations, target)
        expect(cells[target]!.count + moved[target]!).toBeCloseTo(direction > 0 ? high! : low, 6)
        cells.forEach(({ down }, place) => {
          expect(moved[place]).toBeGreaterThanOrEqual(-down - 1e-6)
          expect(moved[place]).toBeLessThanOrEqual((upOf(place) ?? Number.POSITIVE_INFINITY) + 1e-6)
        })
        for (const { total, parts } of relations)
          expect(parts.reduce((sum, place) => sum + moved[place]!, 0)).toBeCloseTo(moved[total]!, 6)
      }),
      { numRuns: budgeted(400) }
    )
  })

  it('leaves what no gain is linked with where it is', () => {
    const system = new LinearSystem(5, [
      [
        { variable: 0, factor: -1 },
        { variable: 1, factor: 1 }
      ],
      [
        { variable: 1, factor: -1 },
        { variable: 2, factor: 1 }
      ],
      [
        { variable: 3, factor: -1 },
        { variable: 4, factor: 1 }
      ]
    ])
    const bounds = {
      lower: Float64Array.of(-5, -5, 0, -5, -5),
      gain: Float64Array.of(1, 0, 0, 0, 0),
      price: new Float64Array(5)
    }
    // The third cannot move, and holds the second and the first.
    expect([...system.maximize({ ...bounds, upper: Float64Array.of(5, 5, 0, 5, 5) })]).toEqual([0, 0, 0, 0, 0])
    expect([...system.maximize({ ...bounds, upper: Float64Array.of(5, 4, 9, 5, 5) })]).toEqual([4, 4, 4, 0, 0])
  })
})

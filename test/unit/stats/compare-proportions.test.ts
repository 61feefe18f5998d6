import { describe, expect, it } from 'vitest'
import {
  proportionDifference,
  proportionRatio,
  splitGap,
  type Proportion
} from '#engine/base/stats/compare-proportions.ts'
import { fc } from '../../support/property.ts'

describe('the difference of two proportions', () => {
  // Newcombe 1998, table II, method 10.
  it.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
    [10, 10, 0, 10, 0.6075, 1]
  ])('of %i of %i and %i of %i has the published interval', (met, of, otherMet, otherOf, low, high) => {
    const { interval } = proportionDifference({ met, of }, { met: otherMet, of: otherOf })!
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  })

  it('is none where one of them is of nobody', () => {
    expect(proportionDifference({ met: 0, of: 0 }, { met: 1, of: 2 })).toBeUndefined()
  })
})

describe('the ratio of two proportions', () => {
  it('has the interval of its logarithm', () => {
    // 15 of 50 and 5 of 50: 3, ln 3 ± 1.96 √(1/15 - 1/50 + 1/5 - 1/50).
    const { value, interval } = proportionRatio({ met: 15, of: 50 }, { met: 5, of: 50 })!
    const error = 1.959964 * Math.sqrt(1 / 15 - 1 / 50 + 1 / 5 - 1 / 50)
    expect(value).toBeCloseTo(3, 12)
    expect([interval.low, interval.high]).toEqual([
      expect.closeTo(3 * Math.exp(-error), 10) as number,
      expect.closeTo(3 * Math.exp(error), 10) as number
    ])
  })

  it('is none where nobody of one of them has it', () => {
    expect(proportionRatio({ met: 0, of: 50 }, { met: 5, of: 50 })).toBeUndefined()
  })
})

describe('a gap split by places', () => {
  it('is between places where both have the same rate at each', () => {
    const places: [Proportion, Proportion][] = [
      [
        { met: 72, of: 80 },
        { met: 18, of: 20 }
      ],
      [
        { met: 10, of: 20 },
        { met: 40, of: 80 }
      ]
    ]
    expect(splitGap(places)).toEqual({
      total: expect.closeTo(0.24, 12) as number,
      between: expect.closeTo(0.24, 12) as number,
      within: expect.closeTo(0, 12) as number
    })
  })

  it('is within places where both are spread alike', () => {
    const split = splitGap([
      [
        { met: 9, of: 10 },
        { met: 70, of: 100 }
      ],
      [
        { met: 5, of: 10 },
        { met: 30, of: 100 }
      ]
    ])!
    expect(split.between).toBeCloseTo(0, 12)
    expect(split.within).toBeCloseTo(0.2, 12)
  })

  it('adds up to the difference of the rates, also where a group is not at a place', () => {
    const cases = fc.tuple(fc.nat(40), fc.nat(40)).map(([of, met]): Proportion => ({ met: Math.min(met, of), of }))
    fc.assert(
      fc.property(fc.array(fc.tuple(cases, cases), { minLength: 1, maxLength: 8 }), (places) => {
        const sum = (side: 0 | 1, what: 'met' | 'of'): number =>
          places.reduce((total, place) => total + place[side][what], 0)
        const split = splitGap(places)
        if (sum(0, 'of') === 0 || sum(1, 'of') === 0) expect(split).toBeUndefined()
        else
          expect(split!.between + split!.within).toBeCloseTo(
            sum(0, 'met') / sum(0, 'of') - sum(1, 'met') / sum(1, 'of'),
            10
          )
      })
    )
  })
})

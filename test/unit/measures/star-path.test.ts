import { describe, expect, it } from 'vitest'
import type { StarTable } from '#engine/measures/star-tables/star-table.ts'
import { cheapestPath } from '#engine/measures/stars/star-path.ts'
import { shippedStars } from '../../support/measure-input.ts'

const [, ma] = shippedStars() as readonly [StarTable, StarTable, StarTable]

/** Everybody of each measure can change up to day 9. */
function daysOf(counts: ReadonlyMap<string, { readonly denominator: number }>): ReadonlyMap<string, readonly number[]> {
  return new Map([...counts].map(([code, { denominator }]) => [code, Array.from({ length: denominator }, () => 9)]))
}

describe('the cheapest path', () => {
  it('takes the measure that needs fewest people', () => {
    const stars = new Map([
      ['C01', 3],
      ['C02', 3],
      ['C14', 3]
    ] as const)
    const counts = new Map([
      ['C01', { numerator: 75, denominator: 100 }],
      ['C02', { numerator: 60, denominator: 100 }],
      ['C14', { numerator: 799, denominator: 1010 }]
    ])
    const closable = daysOf(counts)
    const path = cheapestPath({ table: ma, stars, counts, closable, terms: {}, rateOf: () => undefined })!
    // Two more mammograms, or 3 more readings: the readings weigh three times as much, and 3.6 rounds to 3.5.
    expect(path).toMatchObject({ from: 3, to: 3.5, people: 4 })
    expect(path.steps.map(({ code }) => code)).toEqual(['C14'])
  })

  it('goes through gaps alone that can still be closed', () => {
    const stars = new Map([
      ['C01', 3],
      ['C02', 3],
      ['C14', 3]
    ] as const)
    const counts = new Map([
      ['C01', { numerator: 75, denominator: 100 }],
      ['C02', { numerator: 60, denominator: 100 }],
      ['C14', { numerator: 799, denominator: 1010 }]
    ])
    const question = { table: ma, stars, counts, terms: {}, rateOf: () => undefined }
    const all = daysOf(counts)
    const path = cheapestPath({ ...question, closable: new Map([...all, ['C14', [9, 9, 9]]]) })!
    expect(path.steps.map(({ code }) => code)).not.toContain('C14')
    expect(cheapestPath({ ...question, closable: new Map() })).toBeUndefined()
  })

  it('is none at five stars, and none without measures that can change', () => {
    const stars = new Map([['C01', 5]] as const)
    const question = { table: ma, terms: {}, closable: new Map(), rateOf: () => undefined }
    expect(cheapestPath({ ...question, stars, counts: new Map() })).toBeUndefined()
    expect(cheapestPath({ ...question, stars: new Map([['C01', 2]] as const), counts: new Map() })).toBeUndefined()
    expect(cheapestPath({ ...question, stars: new Map(), counts: new Map() })).toBeUndefined()
  })
})

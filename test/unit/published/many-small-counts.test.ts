import { describe, expect, it } from 'vitest'
import { solveCounts } from '#engine/sharing/published/solve-counts.ts'
import type { PublishedCount } from '#shared/governance/published-count.ts'
import { publishedKey } from '#shared/governance/published-count.ts'
import { peopleCount } from '../../support/published-register.ts'

/** Everybody, by practice, and by practice and sex. */
function countsOf(practices: readonly (readonly [number, number])[]): readonly PublishedCount[] {
  const parts = practices.flatMap(([women, men], place) => {
    const practice = `practice ${place}`
    return [
      peopleCount(women + men, { practice }),
      peopleCount(women, { practice, sex: 'female' }),
      peopleCount(men, { practice, sex: 'male' })
    ]
  })
  return [
    peopleCount(
      practices.flat().reduce((sum, count) => sum + count, 0),
      {}
    ),
    ...parts
  ]
}

const keysOf = (counts: readonly PublishedCount[]): Set<string> => new Set(counts.map(publishedKey))

describe('many counts of which most are small', () => {
  const counts = countsOf(Array.from({ length: 300 }, (_, place) => (place % 10 === 0 ? [40, 30] : [5, 4])))

  it('are solved, so that what tells nobody is shown', () => {
    const { withheld, small, unsolved } = solveCounts(counts, [], [], 10)
    expect(keysOf(counts.filter(({ count }) => count <= 10))).toEqual(new Set(withheld))
    expect({ small, unsolved }).toEqual({ small: 810, unsolved: 0 })
  })

  it('are all withheld but for those of nobody where solving would cost more than it may, and that is said', () => {
    const some = [...counts, peopleCount(0, { practice: 'nobody' })]
    const { withheld, small, unsolved } = solveCounts(some, [], [], 10, { operations: 1000 })
    expect(new Set(withheld)).toEqual(keysOf(counts))
    expect({ small, unsolved }).toEqual({ small: 810, unsolved: 91 })
  })

  it('leave alone what is about other things and holds no small count', () => {
    const cost = { ...peopleCount(400, { payer: 'A' }), of: 'of/cost' }
    const { withheld, unsolved } = solveCounts([...counts, cost], [], [], 10, { operations: 5_000_000 })
    expect(withheld).not.toContain(publishedKey(cost))
    expect(unsolved).toBeGreaterThan(0)
  })

  it('are all withheld where what left before tells a small one; few are refused', () => {
    const south = { ...peopleCount(7, { practice: 'south' }), of: 'of/told' }
    const before = [peopleCount(100, {}), peopleCount(93, { practice: 'north' })].map((count) => ({
      ...count,
      of: 'of/told',
      withheld: false,
      release: 0
    }))
    const again = (changed: readonly PublishedCount[]) =>
      solveCounts([south, ...changed], before, [{ at: 0, title: 'Earlier', limit: 10 }], 10)
    expect(() => again([])).toThrow(/Earlier/)
    expect(new Set(again(counts).withheld)).toEqual(keysOf([south, ...counts]))
  })

  it('say how far solving is, from 0 to 1 and never back', () => {
    const told: number[] = []
    solveCounts(counts, [], [], 10, { progress: (fraction) => told.push(fraction) })
    expect(told.length).toBeGreaterThan(100)
    expect(told).toEqual(told.toSorted((left, right) => left - right))
    expect(told.at(-1)).toBeLessThanOrEqual(1)
  })
})

import { describe, expect, it } from 'vitest'
import { solveCounts } from '#engine/sharing/published/solve-counts.ts'
import type { PublishedCount } from '#shared/governance/published-count.ts'
import { publishedKey } from '#shared/governance/published-count.ts'

function countsOf(sizes: readonly number[]): readonly PublishedCount[] {
  return sizes.map((count, place) => ({
    of: 'people',
    where: [{ dimension: 'practice', values: [`practice ${place}`] }],
    asOf: 20_000,
    current: true,
    data: 'data',
    count,
    label: `Practice ${place}`
  }))
}

describe('counts of which most are small', () => {
  it('are all withheld where there are many of them, but for those of nobody', () => {
    const counts = countsOf(Array.from({ length: 900 }, (_, place) => (place % 9 === 0 ? 40 : place % 9 === 1 ? 0 : 5)))
    const { withheld } = solveCounts(counts, [], [], 10)
    expect(new Set(withheld)).toEqual(new Set(counts.filter(({ count }) => count > 0).map(publishedKey)))
  })

  it('are solved for where there are few', () => {
    const counts = countsOf([5, 40, 50, 0])
    expect(solveCounts(counts, [], [], 10).withheld).toEqual([publishedKey(counts[0]!)])
  })
})

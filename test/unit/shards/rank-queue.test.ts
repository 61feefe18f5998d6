import { describe, expect, it } from 'vitest'
import { RankQueue } from '#engine/shards/disk/rank-queue.ts'
import { fc } from '../../support/property.ts'

describe('a queue by rank', () => {
  it('gives the lowest of what is in it, although ranks go up meanwhile', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('add' as const), rank: fc.nat(50) }),
      fc.record({ do: fc.constant('raise' as const), at: fc.nat(20), by: fc.nat(30) }),
      fc.record({ do: fc.constant('take' as const) }),
      fc.record({ do: fc.constant('take-some' as const), divisor: fc.integer({ min: 2, max: 4 }) })
    )
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        const queue = new RankQueue<{ rank: number }>()
        const inside: { rank: number }[] = []
        for (const each of steps) {
          if (each.do === 'add') {
            const item = { rank: each.rank }
            inside.push(item)
            queue.add(item)
          } else if (each.do === 'raise') {
            const item = inside[each.at]
            if (item !== undefined) item.rank += each.by
          } else if (each.do === 'take-some') {
            const isTaken = ({ rank }: { rank: number }): boolean => rank % each.divisor === 0
            const expected = inside.filter(isTaken)
            expect(new Set(queue.takeWhere(isTaken))).toEqual(new Set(expected))
            for (const item of expected) inside.splice(inside.indexOf(item), 1)
          } else {
            const taken = queue.takeLowest()
            expect(taken?.rank).toBe(inside.length === 0 ? undefined : Math.min(...inside.map(({ rank }) => rank)))
            if (taken !== undefined) inside.splice(inside.indexOf(taken), 1)
          }
        }
      })
    )
  })
})

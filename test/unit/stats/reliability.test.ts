import { describe, expect, it } from 'vitest'
import { reliabilities } from '#engine/base/stats/reliability.ts'
import { random } from '../../support/random.ts'

describe('reliability', () => {
  it('is none where units differ no more than chance explains', () => {
    expect(
      reliabilities('share', [
        { events: 50, of: 100 },
        { events: 51, of: 100 }
      ])
    ).toEqual([0, 0])
    expect(
      reliabilities('rate', [
        { events: 0, of: 9 },
        { events: 0, of: 4 }
      ])
    ).toEqual([0, 0])
  })

  it('is the share of the true variance, and grows with the number of people', () => {
    const draw = random(3)
    // True shares with a standard deviation of 0.1 around 0.5.
    const units = Array.from({ length: 400 }, (_, i) => {
      const of = i % 2 === 0 ? 25 : 400
      return { events: draw.binomial(of, Math.min(0.95, Math.max(0.05, 0.5 + 0.1 * draw.normal()))), of }
    })
    const [small, large] = reliabilities('share', units)
    expect(small).toBeCloseTo(0.01 / (0.01 + 0.25 / 25), 1)
    expect(large).toBeCloseTo(0.01 / (0.01 + 0.25 / 400), 1)
  })

  it('is lower where some people have many events', () => {
    const units = [
      { events: 30, of: 100 },
      { events: 60, of: 100 },
      { events: 45, of: 100 }
    ]
    expect(reliabilities('rate', units, 3)[0]).toBeLessThan(reliabilities('rate', units)[0]!)
  })
})

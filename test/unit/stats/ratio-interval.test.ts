import { describe, expect, it } from 'vitest'
import { ratioInterval } from '#engine/base/stats/ratio-interval.ts'
import { ratioSums } from '../../support/ratio-sums.ts'

/** Numbers of [0, 1) from a seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

describe('the interval of a ratio of sums', () => {
  it('is that of the linearized variance on a logarithmic scale', () => {
    // 50 people with 12 months and $0, 50 with 12 months and $240: R = 10, residuals ±120, variance 100/99 · 100 · 120² ÷ 1200².
    const people = Array.from({ length: 100 }, (_, i): [number, number] => [i < 50 ? 0 : 240, 12])
    const error = Math.sqrt((100 / 99) * 100 * 120 ** 2) / 1200
    const interval = ratioInterval(ratioSums(people))!
    expect(interval.low).toBeCloseTo(10 / Math.exp((1.959964 * error) / 10), 9)
    expect(interval.high).toBeCloseTo(10 * Math.exp((1.959964 * error) / 10), 9)
  })

  it('says nothing of fewer than 30 people or of no cost', () => {
    expect(ratioInterval(ratioSums(Array.from({ length: 29 }, () => [100, 12])))).toBeUndefined()
    expect(ratioInterval(ratioSums(Array.from({ length: 40 }, () => [0, 12])))).toBeUndefined()
  })

  it('covers the truth about as often as it says, with skewed costs and unequal months', () => {
    const random = randomFrom(20261127)
    const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    // A fifth of the people have no cost; the others' cost per month is log-normal with mean exp(4 + 1²/2) · 0.8.
    const truth = 0.8 * Math.exp(4.5)
    let covered = 0
    const rounds = 600
    for (let round = 0; round < rounds; round++) {
      const people = Array.from({ length: 400 }, (): [number, number] => {
        const months = 1 + Math.floor(random() * 12)
        return [random() < 0.2 ? 0 : months * Math.exp(4 + normal()), months]
      })
      const interval = ratioInterval(ratioSums(people))!
      if (interval.low <= truth && truth <= interval.high) covered++
    }
    expect(covered / rounds).toBeGreaterThan(0.92)
    expect(covered / rounds).toBeLessThan(0.975)
  })
})

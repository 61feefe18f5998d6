import { describe, expect, it } from 'vitest'
import { exactPoissonInterval } from '#engine/base/stats/exact-poisson.ts'
import { standardize, standardizeShare } from '#engine/base/stats/standardize.ts'
import { wilsonInterval } from '#engine/base/stats/wilson.ts'
import { fc } from '../../support/property.ts'

/** P(X ≤ count) of a Poisson variable, summed term by term. */
function poissonUpTo(count: number, mean: number): number {
  let term = Math.exp(-mean)
  let sum = term
  for (let k = 1; k <= count; k++) {
    term *= mean / k
    sum += term
  }
  return sum
}

describe('intervals', () => {
  it('Wilson: both ends are the roots of the score equation and hold the share between them', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.nat(), (total, seed) => {
        const part = seed % (total + 1)
        const share = part / total
        const { low, high } = wilsonInterval(part, total)
        for (const end of [low, high]) {
          const spread = 1.959963984540054 * Math.sqrt((end * (1 - end)) / total)
          if (end > 0 && end < 1) expect(Math.abs(Math.abs(share - end) - spread)).toBeLessThan(1e-9)
        }
        expect(low).toBeLessThanOrEqual(share)
        expect(high).toBeGreaterThanOrEqual(share)
      })
    )
  })

  it('Poisson: each end leaves 2.5 % in its tail', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 400 }), (count) => {
        const { low, high } = exactPoissonInterval(count, 1)
        expect(poissonUpTo(count, high)).toBeCloseTo(0.025, 8)
        if (count > 0) expect(1 - poissonUpTo(count - 1, low)).toBeCloseTo(0.025, 8)
      })
    )
  })

  it('Fay and Feuer: with equal weights per person it is the exact interval of the crude rate', () => {
    // When every weight is proportional to the people, the standardized rate is the crude one, and the gamma interval
    // is Garwood's, as the paper shows.
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.nat(50)), { minLength: 1, maxLength: 8 }),
        (groups) => {
          const people = groups.map(([size]) => size)
          const events = groups.map(([, count]) => count)
          const all = people.reduce((sum, size) => sum + size, 0)
          const count = events.reduce((sum, each) => sum + each, 0)
          const result = standardize(events, people, people)!
          const exact = exactPoissonInterval(count, 1 / all)
          expect(result.value).toBeCloseTo(count / all, 10)
          expect(result.interval.low).toBeCloseTo(exact.low, 8)
          expect(result.interval.high).toBeCloseTo(exact.high, 8)
        }
      )
    )
  })

  it('Fay and Feuer: of people who each have several events it is the interval of the people, as many times as wide', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 1000 }), fc.nat(50), fc.integer({ min: 1, max: 99 })), {
          minLength: 1,
          maxLength: 8
        }),
        fc.integer({ min: 1, max: 5 }),
        (groups, times) => {
          const years = groups.map(([size]) => size)
          const people = groups.map(([, count]) => count)
          const weights = groups.map(([, , weight]) => weight)
          const of = (factor: number): number[] => people.map((count) => count * factor)
          const ofPeople = standardize(people, years, weights)!
          const result = standardize(of(times), years, weights, of(times * times))!
          // Where nothing happened, nothing tells how many events people have.
          const factor = people.some((count) => count > 0) ? times : 1
          expect(result.value).toBeCloseTo(ofPeople.value * factor, 10)
          expect(result.interval.low).toBeCloseTo(ofPeople.interval.low * factor, 8)
          expect(result.interval.high).toBeCloseTo(ofPeople.interval.high * factor, 8)
        }
      )
    )
  })

  it('a standardized share: with weights by people it has the interval of the crude share, and else stays within 0 and 1', () => {
    const group = fc
      .tuple(
        fc.integer({ min: 1, max: 500 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.integer({ min: 1, max: 99 })
      )
      .map(([size, share, weight]) => ({ size, met: Math.round(size * share), weight }))
    fc.assert(
      fc.property(fc.array(group, { minLength: 1, maxLength: 22 }), (groups) => {
        const people = groups.map(({ size }) => size)
        const met = groups.map((each) => each.met)
        const sum = (values: readonly number[]): number => values.reduce((all, each) => all + each, 0)
        const byPeople = standardizeShare(met, people, people)!
        const crude = wilsonInterval(sum(met), sum(people))
        expect(byPeople.value).toBeCloseTo(sum(met) / sum(people), 10)
        expect(byPeople.interval.low).toBeCloseTo(crude.low, 8)
        expect(byPeople.interval.high).toBeCloseTo(crude.high, 8)
        const { value, interval } = standardizeShare(
          met,
          people,
          groups.map(({ weight }) => weight)
        )!
        expect(interval.low).toBeGreaterThanOrEqual(0)
        expect(interval.low).toBeLessThanOrEqual(value)
        expect(interval.high).toBeGreaterThanOrEqual(value)
        expect(interval.high).toBeLessThanOrEqual(1)
      })
    )
  })
})

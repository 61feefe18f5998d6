import { describe, expect, it } from 'vitest'
import { compoundPoissonInterval, exactPoissonInterval } from '#engine/base/stats/exact-poisson.ts'
import { standardize, standardizeShare, usStandard2000 } from '#engine/base/stats/standardize.ts'
import { wilsonInterval } from '#engine/base/stats/wilson.ts'

describe('Wilson score interval', () => {
  // Newcombe RG, Two-sided confidence intervals for the single proportion, Stat Med 1998; 17: 857-872, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718]
  ])('of %i in %i is the published one', (part, total, low, high) => {
    const interval = wilsonInterval(part, total)
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
    expect(interval.method).toBe('wilson')
  })

  it('ends at 0 and at 1 exactly', () => {
    expect(wilsonInterval(0, 7).low).toBe(0)
    expect(wilsonInterval(7, 7).high).toBe(1)
  })
})

describe('exact Poisson interval', () => {
  // Pearson ES, Hartley HO, Biometrika Tables for Statisticians, vol. I, table 40 (95 %), to its decimals.
  it.each([
    [0, 0, 3.69],
    [1, 0.0253, 5.57],
    [2, 0.242, 7.22],
    [3, 0.619, 8.77],
    [5, 1.62, 11.67],
    [10, 4.8, 18.39],
    [20, 12.22, 30.89],
    [50, 37.11, 65.92]
  ])('of %i is the tabulated one', (count, low, high) => {
    const interval = exactPoissonInterval(count, 1)
    expect(Math.abs(interval.low - low)).toBeLessThan(0.006)
    expect(Math.abs(interval.high - high)).toBeLessThan(0.006)
  })

  it('scales both ends', () => {
    const interval = exactPoissonInterval(4, 1)
    const scaled = exactPoissonInterval(4, 250)
    expect(scaled.low).toBeCloseTo(interval.low * 250, 9)
    expect(scaled.high).toBeCloseTo(interval.high * 250, 9)
  })

  it('of events of which people have several is that of as many as vary as much', () => {
    // Four people with three events each tell as much as four events.
    const { low, high, method } = compoundPoissonInterval(12, 36, 10)
    expect({ low, high }).toMatchObject({
      low: exactPoissonInterval(4, 30).low,
      high: exactPoissonInterval(4, 30).high
    })
    expect(method).toBe('compound-poisson')
    expect(compoundPoissonInterval(12, 12, 10)).toEqual(exactPoissonInterval(12, 10))
    expect(compoundPoissonInterval(0, 0, 10)).toEqual(exactPoissonInterval(0, 10))
  })
})

describe('direct standardization', () => {
  // Down syndrome by mother's age and birth order, Michigan 1950-1964: Fleiss JL, Statistical Methods for Rates and
  // Proportions, 2nd ed. 1981, p. 249 (table 14.4), as used by Fay and Feuer 1997, table 1.
  const births = {
    first: [230061, 329449, 114920, 39487, 14208, 3052],
    fifth: [327, 30666, 123419, 149919, 104088, 34392],
    all: [319933, 931318, 786511, 488235, 237863, 61313]
  }
  const cases = { first: [107, 141, 60, 40, 39, 25], fifth: [0, 8, 63, 112, 262, 295] }

  it('gives the published rate and gamma interval for birth order 5 and over', () => {
    // Interval and rate per 100,000 as printed in the vignette of the R package dsrTest (M. Nelson, 2022).
    const result = standardize(cases.fifth, births.fifth, births.all)!
    expect(result.value * 1e5).toBeCloseTo(75.52901, 4)
    expect(result.interval.low * 1e5).toBeCloseTo(67.70212, 4)
    expect(result.interval.high * 1e5).toBeCloseTo(188.30017, 4)
    expect(result.interval.method).toBe('fay-feuer')
  })

  it('gives the published rate for birth order 1', () => {
    // 92.3 per 100,000: Fay and Feuer 1997, table 1.
    expect(standardize(cases.first, births.first, births.all)!.value * 1e5).toBeCloseTo(92.3, 1)
  })

  it('leaves out groups without people and raises the other weights', () => {
    expect(standardize([1, 5, 0], [10, 10, 0], [1, 1, 98])!.value).toBeCloseTo(0.3, 12)
    expect(standardize([0, 0], [0, 0], [1, 1])).toBeUndefined()
  })

  it('has an interval that starts at 0 when nothing happened', () => {
    const { value, interval } = standardize([0, 0], [100, 100], [1, 1])!
    expect(value).toBe(0)
    expect(interval.low).toBe(0)
    expect(interval.high).toBeGreaterThan(0)
  })

  it('of a share stays within 0 and 100%, also where everybody or nobody of each group has it', () => {
    const all = standardizeShare([3, 2], [3, 2], [1, 3])!
    expect(all.value).toBe(1)
    // One person of the first group stands for 1/12, of the second for 3/8: as much as 1 / (3/144 + 2 * 9/64) people.
    expect(all.interval).toEqual(wilsonInterval(1 / (3 / 144 + 18 / 64), 1 / (3 / 144 + 18 / 64)))
    expect(all.interval.high).toBe(1)
    expect(standardizeShare([0, 0], [3, 2], [1, 3])!.interval).toMatchObject({ low: 0, method: 'wilson' })
    const most = standardizeShare([17, 4], [18, 5], [1, 2])!
    expect(most.value).toBeCloseTo(17 / 54 + 8 / 15, 12)
    expect(most.interval.low).toBeGreaterThan(0.5)
    expect(most.interval.high).toBeLessThanOrEqual(1)
    expect(standardizeShare([0, 0], [0, 0], [1, 1])).toBeUndefined()
  })

  it('of a share knows the greater variance of a group that is small for its weight', () => {
    const { value, interval } = standardizeShare([1, 0], [2, 1000], [0.02, 0.98])!
    const size = (value * (1 - value)) / (0.02 ** 2 * 0.5 * 0.5 * 0.5)
    expect(size).toBeLessThan(1 / (0.02 ** 2 / 2 + 0.98 ** 2 / 1000))
    expect(interval).toEqual(wilsonInterval(value * size, size))
  })

  it('uses the US standard population of 2000, whose shares sum to one', () => {
    const sum = usStandard2000.reduce((total, group) => total + group.weight, 0)
    expect(sum).toBeCloseTo(1, 6)
    // NVSR 47(3), table 1: 162,613 of a million are 35 to 44 years old.
    expect(usStandard2000.find((group) => group.from === 35)?.weight).toBe(0.162613)
  })
})

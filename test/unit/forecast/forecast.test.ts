import { describe, expect, it } from 'vitest'
import { backTest } from '../../../src-renderer/engine/forecast/back-test.ts'
import { forecastMonths } from '../../../src-renderer/engine/forecast/forecast.ts'
import { naiveFit } from '../../../src-renderer/engine/forecast/naive.ts'
import { seededNumbers } from '../../support/seeded-numbers.ts'

/** Months around a mean with normal noise. */
function months(count: number, mean: (month: number) => number, deviation: number, seed: number): number[] {
  const next = seededNumbers(seed)
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  return Array.from({ length: count }, (_, month) => mean(month) + deviation * normal())
}

const season = (month: number): number => 15 * Math.sin((month / 12) * 2 * Math.PI)

describe('a naive forecast', () => {
  it('repeats the last value, or the year before, with errors that grow', () => {
    const last = naiveFit([4, 6, 5, 7], 0).ahead(4)
    expect([...last.points]).toEqual([7, 7, 7, 7])
    expect(last.errors[3]).toBeCloseTo(2 * last.errors[0]!, 12)
    const year = naiveFit([1, 2, 3, 2, 3, 4], 3).ahead(5)
    expect([...year.points]).toEqual([2, 3, 4, 2, 3])
    expect([...year.errors]).toEqual([1, 1, 1, Math.SQRT2, Math.SQRT2])
  })
})

describe('a back-test', () => {
  it('compares what was predicted from earlier ends with what came', () => {
    const series = [...Array.from({ length: 12 }, () => 10), 13, 10, 10, 10]
    const tested = backTest(series, 2, (part) => naiveFit(part, 0))!
    // From the end of month 12: 3 and 0 off; of month 13: 3 and 3; of months 14 and 15: none.
    expect(tested).toMatchObject({ origins: 4, predicted: 7, error: 9 / 7, within80: 4 })
  })

  it('says nothing with too few values to compare', () => {
    expect(
      backTest(
        Array.from({ length: 13 }, () => 5),
        12,
        (part) => naiveFit(part, 0)
      )
    ).toBeUndefined()
  })
})

describe('a forecast of months', () => {
  it.each([
    ['never changed', () => 20],
    ['never changed, in amounts', () => 123.456],
    ['was 0 throughout', () => 0],
    ['came again every year', (month: number) => 50 + (month % 12)]
  ] as const)('has no intervals of a series that %s', (_, value) => {
    const exact = forecastMonths(
      Array.from({ length: 36 }, (__, month) => value(month)),
      12
    )
    expect(exact.hasIntervals).toBe(false)
    exact.ahead.forEach((each, step) => expect(each.value).toBeCloseTo(value(36 + step), 6))
    expect(forecastMonths([...Array.from({ length: 35 }, (__, month) => value(month)), 70], 12).hasIntervals).toBe(true)
  })

  it('sees a season in three years and more', () => {
    const series = months(48, (month) => 100 + season(month), 3, 5)
    const { model, ahead } = forecastMonths(series, 12)
    expect(model.season).toBe(12)
    for (const [step, { value }] of ahead.entries()) expect(Math.abs(value - 100 - season(48 + step))).toBeLessThan(8)
  })

  it('looks for no season in less than two years', () => {
    expect(
      forecastMonths(
        months(23, (month) => 100 + season(month), 3, 6),
        6
      ).model.season
    ).toBe(0)
  })

  it('uses the naive forecast where back-tests of the model are worse', () => {
    // Each year repeats the one before, shape and all, but for what no smooth season follows.
    const shape = months(12, () => 100, 40, 7)
    const series = Array.from({ length: 36 }, (_, month) => shape[month % 12]! + (month % 2 === 0 ? 0.5 : -0.5))
    const { tested } = forecastMonths(series, 12)
    expect(tested!.error).toBeLessThanOrEqual(tested!.naiveError)
  })

  it('compares with the naive forecast from the ends that the model can be tried from', () => {
    const series = months(30, (month) => 100 + 3 * season(month), 2, 5)
    const { model, tested } = forecastMonths(series, 12)
    expect(model).toMatchObject({ season: 12, form: { season: 12 } })
    const naive = backTest(series, 12, (part) => (part.length < 24 ? undefined : naiveFit(part, 12)))!
    expect(tested).toMatchObject({ origins: 6, naiveError: naive.error })
  })

  it('has intervals after a change that follows months without any', () => {
    // What is paid by the head, before and after it is raised.
    for (const since of [3, 6, 9]) {
      const series = Array.from({ length: 36 }, (_, month) => (month < 36 - since ? 417.35 : 430.1))
      const { ahead, tested, widened } = forecastMonths(series, 12)
      expect(tested!.within80 / tested!.predicted).toBeLessThan(0.8)
      expect(widened).toBeGreaterThan(1)
      const far = ahead[11]!
      expect(far.value).toBeCloseTo(430.1, 3)
      // As large as the change that there was, and not without an end.
      expect(far.within95[0]).toBeLessThan(417.35)
      expect(far.within95[1]).toBeLessThan(500)
    }
  })

  it('never goes below what is possible', () => {
    const { ahead } = forecastMonths(
      months(24, (month) => Math.max(0, 20 - month), 2, 8),
      12
    )
    for (const { value, within80, within95 } of ahead)
      for (const each of [value, ...within80, ...within95]) expect(each).toBeGreaterThanOrEqual(0)
  })

  it.each([
    ['a level', () => 100, 18],
    ['a level', () => 100, 36],
    ['a trend', (month: number) => 100 + 0.8 * month, 36],
    ['a season', (month: number) => 100 + season(month), 36]
  ] as const)('has intervals that hold what they promise: %s, $2 months', (_name, mean, count) => {
    const runs = 30
    const [horizon, inside] = [6, { of80: 0, of95: 0 }]
    for (let run = 0; run < runs; run++) {
      const series = months(count + horizon, mean, 6, 100 + run)
      for (const [step, { within80, within95 }] of forecastMonths(series.slice(0, count), horizon).ahead.entries()) {
        const value = series[count + step]!
        if (value >= within80[0] && value <= within80[1]) inside.of80++
        if (value >= within95[0] && value <= within95[1]) inside.of95++
      }
    }
    const total = runs * horizon
    expect(inside.of80 / total).toBeGreaterThan(0.72)
    expect(inside.of80 / total).toBeLessThan(0.95)
    expect(inside.of95 / total).toBeGreaterThan(0.89)
  })
})

import { describe, expect, it } from 'vitest'
import { fitSmoothing, type SmoothingForm } from '../../../src-renderer/engine/forecast/smoothing.ts'

// Series of Hyndman RJ, Athanasopoulos G. Forecasting: Principles and Practice. Expected: statsmodels 0.14, ETSModel.
const oil = [
  445.36, 453.2, 454.41, 422.38, 456.04, 440.39, 425.19, 486.21, 500.43, 521.28, 508.95, 488.89, 509.87, 456.72, 473.82,
  525.95, 549.83, 542.34
]
const passengers = [
  17.55, 21.86, 23.89, 26.93, 26.89, 28.83, 30.08, 30.95, 30.19, 31.58, 32.58, 33.48, 39.02, 41.39, 41.6, 44.66, 46.95,
  48.73, 51.49, 50.03, 60.64, 63.36, 66.36, 68.2, 68.12, 69.78, 72.6
]
const tourists = [
  41.7275, 24.0418, 32.3281, 37.3287, 46.2132, 29.3463, 36.4829, 42.9777, 48.9015, 31.1802, 37.7179, 40.4202, 51.2069,
  31.8872, 40.9783, 43.7725, 55.5586, 33.8509, 42.0764, 45.6423, 59.7668, 35.1919, 44.3197, 47.9137
]

interface Reference {
  readonly name: string
  readonly series: readonly number[]
  readonly form: SmoothingForm
  readonly squares: number
  readonly points: readonly number[]
  /** Standard errors of the forecasts in one-step standard errors. */
  readonly spread: readonly number[]
}

const references: readonly Reference[] = [
  {
    name: 'a level',
    series: oil,
    form: { trend: 'none', season: 0 },
    squares: 14236.7722,
    points: [542.6791, 542.6791, 542.6791],
    spread: [1, 1.302, 1.54609, 1.75659, 1.94442]
  },
  {
    name: 'a linear trend',
    series: passengers,
    form: { trend: 'linear', season: 0 },
    squares: 128.435,
    points: [74.5957, 76.6938, 78.792, 80.8901, 82.9883, 85.0864, 87.1846, 89.2827],
    spread: [1, 1.29425, 1.53308, 1.73945, 1.92385, 2.09208, 2.2478, 2.39343]
  },
  {
    name: 'a damped trend',
    series: passengers,
    form: { trend: 'damped', season: 0 },
    squares: 137.4053,
    points: [73.9895, 75.4809, 76.9425, 78.3749, 79.7786, 81.1542, 82.5024, 83.8235],
    spread: [1, 1.34186, 1.61286, 1.8445, 2.05018, 2.23705, 2.4095, 2.57044]
  },
  {
    name: 'a season',
    series: tourists,
    form: { trend: 'none', season: 4 },
    squares: 79.835,
    points: [59.4911, 35.6682, 44.6378, 47.9137, 59.4911, 35.6682, 44.6378, 47.9137],
    spread: [1, 1.1341, 1.25393, 1.36328, 1.69069, 1.7733, 1.85224, 1.92794]
  },
  {
    name: 'a damped trend and a season',
    series: tourists,
    form: { trend: 'damped', season: 4 },
    squares: 43.4067,
    points: [57.5392, 37.5489, 45.2892, 49.0034, 58.6468, 38.6019, 46.2902, 49.955],
    spread: [1, 1, 1, 1, 1, 1, 1, 1]
  }
]

describe('exponential smoothing', () => {
  it.each(references.map((each) => [each.name, each] as const))(
    'with %s gives what statsmodels gives',
    (_name, { series, form, squares, points, spread }) => {
      const fit = fitSmoothing(series, form)!
      expect(fit.squares / squares).toBeCloseTo(1, 5)
      const ahead = fit.ahead(spread.length)
      for (const [step, point] of points.entries()) expect(ahead.points[step]! / point).toBeCloseTo(1, 3)
      for (const [step, factor] of spread.entries())
        expect(ahead.errors[step]! / ahead.errors[0]!).toBeCloseTo(factor, 3)
    }
  )

  it('finds a lower sum of squares than a search that also guesses the first state', () => {
    // statsmodels ends at 53.7256 for this form and series.
    expect(fitSmoothing(tourists, { trend: 'linear', season: 4 })!.squares).toBeLessThan(53.7257)
  })

  it('continues a series without noise exactly', () => {
    const season = [3, -1, -2]
    const series = Array.from({ length: 15 }, (_, period) => 10 + 2 * period + season[period % 3]!)
    const fit = fitSmoothing(series, { trend: 'linear', season: 3 })!
    expect([...fit.ahead(3).points].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([43, 41, 42])
    expect(fit.sigma).toBe(0)
  })

  it('needs more values than its first state has parts', () => {
    expect(fitSmoothing([1, 2, 3], { trend: 'linear', season: 0 })).toBeUndefined()
    expect(fitSmoothing(tourists.slice(0, 5), { trend: 'none', season: 4 })).toBeUndefined()
  })
})

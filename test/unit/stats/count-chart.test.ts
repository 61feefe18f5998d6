import { describe, expect, it } from 'vitest'
import {
  countChart,
  countLimits,
  detectableShift,
  POWER,
  SHIFT_PERIODS,
  TESTS_PER_CHART,
  type CountSeries
} from '#engine/base/stats/count-chart.ts'
import { binomialTail, hypergeometricTail, studentTails } from '#engine/base/stats/tails.ts'
import { random, type Draw } from '../../support/random.ts'

describe('tails', () => {
  it('are those of the textbooks', () => {
    // Fisher's tea: 3 or more of 4 right among 8 cups, 17/70.
    expect(hypergeometricTail(3, 4, 4, 8, 'above')).toBeCloseTo(17 / 70, 12)
    expect(hypergeometricTail(1, 4, 4, 8, 'below')).toBeCloseTo(17 / 70, 12)
    expect(binomialTail(8, 10, 0.5, 'above')).toBeCloseTo(56 / 1024, 12)
    expect(binomialTail(2, 10, 0.5, 'below')).toBeCloseTo(56 / 1024, 12)
    // Critical values of Student's t for 5 % and 0.1 %.
    expect(studentTails(2.228, 10)).toBeCloseTo(0.05, 4)
    expect(studentTails(3.65, 30)).toBeCloseTo(0.00099, 5)
    expect(studentTails(0, 7)).toBeCloseTo(1, 9)
  })

  it('do not end where the whole is certain', () => {
    expect(hypergeometricTail(0, 4, 4, 8, 'above')).toBe(1)
    expect(binomialTail(11, 10, 0.3, 'above')).toBe(0)
  })
})

const months = 36

/** A series without any change: sizes vary, and so does the true value from month to month where `spread` is above 0. */
function quiet(draw: Draw, kind: CountSeries['kind'], size: number, value: number, spread: number): CountSeries {
  const of = Array.from({ length: months }, () => Math.max(1, Math.round(size * (0.6 + 0.8 * draw.uniform()))))
  const events = of.map((n) => {
    const here = value * Math.exp(spread * draw.normal() - (spread * spread) / 2)
    return kind === 'share' ? draw.binomial(n, Math.min(0.99, here)) : draw.poisson(n * here)
  })
  return { kind, events, of }
}

describe('the false-alarm rate', () => {
  // Each setting: signals that nothing but chance gives among many charts, against the rate that is promised.
  const charts = 4000
  const level = 0.02
  it.each([
    ['share', 8, 0.6, 0],
    ['share', 40, 0.7, 0],
    ['share', 100, 0.15, 0],
    ['rate', 30, 0.02, 0],
    ['rate', 300, 0.03, 0],
    ['share', 150, 0.4, 0.12],
    ['share', 400, 0.3, 0.15],
    ['rate', 2000, 0.03, 0.3]
  ] as const)('of %s charts of %d at %f with spread %f holds', (kind, size, value, spread) => {
    const draw = random(size + 7919 * value + 104729 * spread)
    let false_ = 0
    for (let i = 0; i < charts; i++)
      if (countChart(quiet(draw, kind, size, value, spread), level)!.signal !== undefined) false_++
    const promised = charts * level * TESTS_PER_CHART
    expect(false_).toBeLessThanOrEqual(promised + 3 * Math.sqrt(promised))
  })

  it('is not bought with silence: a real change is found', () => {
    const draw = random(5)
    let found = 0
    for (let i = 0; i < 300; i++) {
      const { kind, events, of } = quiet(draw, 'share', 60, 0.7, 0)
      const changed = events.map((count, m) => (m < months - 8 ? count : draw.binomial(of[m]!, 0.5)))
      if (countChart({ kind, events: changed, of }, 0.0005)?.signal?.direction === 'below') found++
    }
    expect(found).toBeGreaterThan(270)
  })
})

describe('the smallest shift that is found', () => {
  it.each([
    ['share', 12, 0.7],
    ['share', 60, 0.6],
    ['rate', 300, 0.05],
    ['rate', 2000, 0.03]
  ] as const)('in %s charts of %d at %f is found as often as is said, and half of it is not', (kind, size, value) => {
    const draw = random(size)
    const level = 0.01
    const charts = 300
    const told = Array.from({ length: charts }, () => detectableShift(quiet(draw, kind, size, value, 0), level)!)
    const shift = told.reduce((sum, each) => sum + each, 0) / charts
    const foundAt = (by: number): number => {
      let found = 0
      for (let i = 0; i < charts; i++) {
        const { events, of } = quiet(draw, kind, size, value, 0)
        const changed = events.map((count, m) =>
          m < months - SHIFT_PERIODS
            ? count
            : kind === 'share'
              ? draw.binomial(of[m]!, Math.max(0, value - by))
              : draw.poisson(of[m]! * (value + by))
        )
        if (countChart({ kind, events: changed, of }, level)!.signal !== undefined) found++
      }
      return found / charts
    }
    expect(foundAt(shift)).toBeGreaterThan(POWER - 0.2)
    expect(foundAt(shift / 2)).toBeLessThan(POWER - 0.2)
  })

  it('is smaller of more people, and nothing tells it where nobody ever had an event', () => {
    const of = new Array<number>(months).fill(50)
    const some = { kind: 'share', events: of.map(() => 25), of } as const
    const more = { ...some, events: of.map(() => 250), of: of.map(() => 500) }
    expect(detectableShift(more, 0.01)! / detectableShift(some, 0.01)!).toBeCloseTo(Math.sqrt(0.1), 9)
    expect(detectableShift({ ...some, events: of.map(() => 0) }, 0.01)).toBeUndefined()
  })
})

describe('a chart of counts', () => {
  const steady: CountSeries = {
    kind: 'share',
    events: Array.from({ length: 30 }, (_, i) => 50 + [0, 3, -3, 2, -2, 1][i % 6]!),
    of: new Array<number>(30).fill(100)
  }

  it('has the value of the baseline and limits on both sides of it', () => {
    const chart = countChart(steady, 0.01)!
    expect(chart.method).toBe('p')
    expect(chart.mean).toBeCloseTo(0.501, 2)
    for (const { lower, upper } of countLimits(steady, 0.01)) {
      expect(lower).toBeLessThan(0.4)
      expect(upper).toBeGreaterThan(0.6)
    }
    expect(chart.signal).toBeUndefined()
  })

  it.each([
    ['share', 100, 0.01],
    ['share', 100, 0.00005],
    ['rate', 12.5, 0.01],
    ['rate', 12.5, 0.00005]
  ] as const)(
    'tells a last month of a %s of %d outside of its limits at %f exactly where it lies outside',
    (kind, of, level) => {
      for (let last = 0; last <= 100; last++) {
        const series = {
          kind,
          events: [...steady.events.slice(0, -1), last],
          of: new Array<number>(30).fill(of)
        }
        const chart = countChart(series, level)!
        const { lower, upper } = countLimits(series, level).at(-1)!
        const isOutside = last / of > upper || last / of < lower
        expect([last, chart.signal?.rule === 'outside' || (chart.signal !== undefined && isOutside)]).toEqual([
          last,
          isOutside
        ])
      }
    }
  )

  it('tells six months that differ together although each lies within its limits', () => {
    const events = [...steady.events.slice(0, -6), 61, 59, 62, 60, 61, 60]
    const chart = countChart({ ...steady, events }, 0.001)!
    expect(chart.signal).toEqual({ rule: 'shift', direction: 'above', since: 24 })
  })

  it('finds where a shift began, also long before the last six months', () => {
    const events = steady.events.map((count, i) => (i < 20 ? count : count - 18))
    const { signal } = countChart({ ...steady, events }, 0.001)!
    expect(signal).toMatchObject({ direction: 'below' })
    expect(
      countChart({ ...steady, events: events.map((count, i) => (i === 29 ? count + 9 : count)) }, 0.001)?.signal
    ).toEqual({
      rule: 'shift',
      direction: 'below',
      since: 20
    })
  })

  it('widens its limits where values vary more than their counts explain', () => {
    const events = steady.events.map((count, i) => count + (i % 2 === 0 ? 15 : -15))
    const chart = countChart({ ...steady, events }, 0.01)!
    expect(chart.method).toBe('p-prime')
    expect(chart.dispersion).toBeGreaterThan(3)
    expect(countLimits({ ...steady, events }, 0.01)[0]!.upper).toBeGreaterThan(0.8)
    expect(chart.signal).toBeUndefined()
  })

  it('needs 21 months', () => {
    expect(countChart({ kind: 'rate', events: new Array(20).fill(3), of: new Array(20).fill(9) }, 0.01)).toBeUndefined()
  })

  it('says nothing of what never or always happens', () => {
    const never = { kind: 'share', events: new Array<number>(30).fill(0), of: new Array<number>(30).fill(9) } as const
    expect(countChart(never, 0.05)!.signal).toBeUndefined()
    expect(countChart({ ...never, events: never.of }, 0.05)!.signal).toBeUndefined()
  })
})

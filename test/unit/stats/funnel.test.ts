import { describe, expect, it } from 'vitest'
import { funnelLimits, funnelPlace, funnelShares } from '#engine/base/stats/funnel.ts'
import { intraclassCorrelation, reliability } from '#engine/base/stats/reliability.ts'
import { seededNumbers } from '../../support/seeded-numbers.ts'

/** A draw from the binomial distribution. */
function draw(size: number, share: number, next: () => number): number {
  let count = 0
  for (let i = 0; i < size; i++) if (next() < share) count++
  return count
}

/** A draw from a gamma distribution of shape 1 or more (Marsaglia and Tsang). */
function gamma(shape: number, next: () => number): number {
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(next())) * Math.cos(2 * Math.PI * next())
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

describe('the limits of a funnel plot', () => {
  it('are those of the exact binomial distribution', () => {
    // Of 10 at one half: P(X <= 1) = 11/1024 = 1.07%, P(X <= 2) = 56/1024 = 5.5%, P(X = 0) = 1/1024 = 0.098%.
    expect(funnelPlace(2, 10, 0.5)).toBeUndefined()
    expect(funnelPlace(1, 10, 0.5)).toEqual({ direction: 'below', limit: 'inner' })
    expect(funnelPlace(0, 10, 0.5)).toEqual({ direction: 'below', limit: 'outer' })
    expect(funnelPlace(9, 10, 0.5)).toEqual({ direction: 'above', limit: 'inner' })
    expect(funnelPlace(10, 10, 0.5)).toEqual({ direction: 'above', limit: 'outer' })
    expect(funnelLimits(10, 0.5, funnelShares.inner)).toEqual([0.2, 0.8])
    expect(funnelLimits(10, 0.5, funnelShares.outer)).toEqual([0.1, 0.9])
  })

  it('call nobody out of few, of nobody, or where all are alike', () => {
    // None of 9 readmitted where one of ten is: 0.9 to the ninth is 39%.
    expect(funnelPlace(0, 9, 0.1)).toBeUndefined()
    expect(funnelPlace(0, 0, 0.1)).toBeUndefined()
    expect(funnelPlace(5, 5, 1)).toBeUndefined()
    expect(funnelPlace(0, 5, 0)).toBeUndefined()
  })

  it('hold the shares of units that lie within them, those at a limit too', () => {
    const wrong: (readonly number[])[] = []
    for (const share of [0.05, 0.1, 0.15, 0.4, 0.8])
      for (let size = 1; size <= 120; size++) {
        const [lower, upper] = funnelLimits(size, share, funnelShares.inner)
        for (let count = 0; count <= size; count++) {
          const isOutside = count / size < lower || count / size > upper
          if (isOutside !== (funnelPlace(count, size, share) !== undefined)) wrong.push([count, size, share])
        }
      }
    expect(wrong).toEqual([])
  })

  it('leave out at most 1 of 20 and 1 of 500 units that do not differ', () => {
    const next = seededNumbers(7)
    let [inner, outer] = [0, 0]
    const units = 20_000
    for (let unit = 0; unit < units; unit++) {
      const size = 5 + Math.floor(120 * next())
      const place = funnelPlace(draw(size, 0.7, next), size, 0.7)
      if (place !== undefined) inner++
      if (place?.limit === 'outer') outer++
    }
    expect(inner / units).toBeLessThan(0.05)
    expect(inner / units).toBeGreaterThan(0.02)
    expect(outer / units).toBeLessThan(0.002)
  })
})

describe('reliability', () => {
  it('finds the variance between units that made them', () => {
    const next = seededNumbers(11)
    // Beta(14, 6): an intraclass correlation of 1/21, so that 49 cases make 0.71.
    const units = Array.from({ length: 3000 }, () => {
      const [a, b] = [gamma(14, next), gamma(6, next)]
      const eligible = 5 + Math.floor(120 * next())
      return { eligible, met: draw(eligible, a / (a + b), next) }
    })
    const intraclass = intraclassCorrelation(units)!
    expect(intraclass).toBeGreaterThan(0.042)
    expect(intraclass).toBeLessThan(0.053)
    expect(reliability(49, 1 / 21)).toBeCloseTo(49 / (49 + 20), 12)
  })

  it('is none where units do not differ beyond chance, and not for certain where none is met', () => {
    const next = seededNumbers(13)
    const units = Array.from({ length: 2000 }, () => ({ eligible: 40, met: draw(40, 0.7, next) }))
    expect(reliability(40, intraclassCorrelation(units)!)).toBeLessThan(0.1)
    expect(reliability(3, 1 / 21)).toBeLessThan(0.15)
  })

  it('cannot be told of fewer than five units, or where all cases are alike', () => {
    const unit = { eligible: 10, met: 3 }
    expect(intraclassCorrelation([unit, unit, unit, unit, { eligible: 0, met: 0 }])).toBeUndefined()
    expect(intraclassCorrelation(Array.from({ length: 6 }, () => ({ eligible: 10, met: 10 })))).toBeUndefined()
    expect(intraclassCorrelation(Array.from({ length: 6 }, () => ({ eligible: 1, met: 1 })))).toBeUndefined()
  })
})

import { describe, expect, it } from 'vitest'
import { controlLimits, latestSignal } from '#engine/base/stats/control-chart.ts'

const steady = { mean: 50, lower: 40, upper: 60 }

describe('control limits of individual values', () => {
  it('are those of the worked example of NIST', () => {
    // NIST/SEMATECH e-Handbook of Statistical Methods, 6.3.2.2: center 50.81, average moving range 1.8778, limits
    // 45.8159 and 55.8041 with the constant 3/1.128 = 2.6596 in place of 2.66.
    const limits = controlLimits([49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6, 52.1])
    expect(limits.mean).toBeCloseTo(50.81, 6)
    expect(limits.lower).toBeCloseTo(45.815, 2)
    expect(limits.upper).toBeCloseTo(55.805, 2)
  })

  it('leave out one outrageous moving range', () => {
    const calm = [10, 11, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11]
    const { upper, mean } = controlLimits([...calm, 40])
    expect(upper - mean).toBeCloseTo(2.66, 2)
  })
})

describe('signals', () => {
  it('none in ordinary variation', () => {
    expect(latestSignal([50, 52, 48, 51, 49, 50, 53, 47, 50, 51, 49, 50], steady)).toBeUndefined()
  })

  it('a value outside of the limits, since it went out', () => {
    expect(latestSignal([50, 51, 49, 61, 62], steady)).toEqual({ rule: 'outside', direction: 'above', since: 3 })
    expect(latestSignal([50, 51, 49, 60], steady)).toBeUndefined()
  })

  it('seven on one side of the mean, not six', () => {
    const side = [49, 51, 52, 51, 53, 52, 51, 52]
    expect(latestSignal(side, steady)).toEqual({ rule: 'shift', direction: 'above', since: 1 })
    expect(latestSignal(side.slice(0, -1), steady)).toBeUndefined()
  })

  it('seven in a row that fall, not six', () => {
    const fall = [51, 53, 52, 51.5, 51, 50.5, 49.9, 49.8]
    expect(latestSignal(fall, steady)).toEqual({ rule: 'trend', direction: 'below', since: 1 })
    expect(latestSignal(fall.slice(0, -1), steady)).toBeUndefined()
  })

  it('two of three near the same limit', () => {
    expect(latestSignal([50, 57, 50, 58], steady)).toEqual({ rule: 'two-of-three', direction: 'above', since: 1 })
    expect(latestSignal([50, 57, 50, 42], steady)).toBeUndefined()
    expect(latestSignal([50, 57, 58, 50], steady)).toBeUndefined()
  })
})

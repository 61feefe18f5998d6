import { describe, expect, it } from 'vitest'
import type { ScorecardRow } from '#engine/measures/results/scorecard-result.ts'
import type { ForecastPanel } from '#engine/population/panels/results/forecast-result.ts'
import { CapacityInputs } from '../../../src-renderer/state/measures/capacity-inputs.svelte.ts'
import {
  neededFor,
  plannedRates,
  suggestedTarget
} from '../../../src-renderer/screens/measures/capacity/capacity-rates.ts'
import { visitsAhead } from '../../../src-renderer/screens/measures/capacity/visits-ahead.ts'

function row(change: object): ScorecardRow {
  return {
    key: 'a',
    scoring: 'proportion',
    rate: { value: 0.6 },
    improvement: { direction: 'increase' },
    closable: 30,
    ...change
  } as ScorecardRow
}

describe('rates to plan for', () => {
  it('are those that outreach can change, most people first', () => {
    const rows = [
      row({ key: 'few', closable: 5 }),
      row({ key: 'many', closable: 50 }),
      row({ key: 'none left', closable: 0 }),
      row({ key: 'cannot be computed', rate: { value: undefined } }),
      row({ key: 'average', scoring: 'continuous-variable' }),
      row({ key: 'counted elsewhere', duplicate: { counts: false } })
    ]
    expect(plannedRates(rows).map(({ key }) => key)).toEqual(['many', 'few'])
  })

  it('begin with the target of the site, else a benchmark, else ten points', () => {
    expect(suggestedTarget(row({ target: { value: 0.8 }, benchmark: { value: 0.7 } }))).toBe(80)
    expect(suggestedTarget(row({ benchmark: { value: 0.7 } }))).toBe(70)
    expect(suggestedTarget(row({}))).toBe(70)
    expect(suggestedTarget(row({ improvement: { direction: 'decrease' } }))).toBe(50)
  })

  it('need as many people as change the rate', () => {
    expect(neededFor({ numerator: 60, denominator: 100 }, 75, 'increase')).toBe(15)
    expect(neededFor({ numerator: 60, denominator: 100 }, 40, 'decrease')).toBe(20)
    expect(neededFor({ numerator: 60, denominator: 100 }, 60, 'increase')).toBe(0)
  })
})

describe('visits that come anyway', () => {
  const forecast = {
    ahead: {
      points: [
        { figure: { value: 100, interval: { low: 80, high: 120 } } },
        { figure: { value: 200, interval: { low: 150, high: 260 } } }
      ]
    }
  } as unknown as ForecastPanel

  it('are those of the months that the weeks cover', () => {
    const six = (6 * 7) / (365.25 / 12)
    const { low, value, high } = visitsAhead(forecast, 6)!
    expect(value).toBeCloseTo(100 + (six - 1) * 200, 10)
    expect([low, high]).toEqual([80 + (six - 1) * 150, 120 + (six - 1) * 260])
  })

  it('are not known beyond the forecast, without one, or without its intervals', () => {
    expect(visitsAhead(forecast, 9)).toBeUndefined()
    expect(visitsAhead(undefined, 4)).toBeUndefined()
    const exact = { ahead: { points: [{ figure: { value: 100 } }] } } as unknown as ForecastPanel
    expect(visitsAhead(exact, 4)).toBeUndefined()
  })
})

describe('the assumptions', () => {
  it('keep the lower share below the higher one', () => {
    const inputs = new CapacityInputs()
    inputs.set({ closingLow: 70 })
    expect(inputs.numbers).toMatchObject({ closingLow: 70, closingHigh: 70 })
    inputs.set({ closingHigh: 20 })
    expect(inputs.numbers).toMatchObject({ closingLow: 20, closingHigh: 20 })
  })
})

import { describe, expect, it } from 'vitest'
import { draftRates } from '../../../src-renderer/screens/cql/draft-rates.ts'

const population = (code: string, count: number, before?: number) => ({ code, count, before })

describe('the rates of a draft', () => {
  it('leave exclusions and exceptions out of the denominator', () => {
    const rates = draftRates([
      population('denominator', 100, 100),
      population('denominator-exclusion', 10, 0),
      population('denominator-exception', 10, 0),
      population('numerator', 40, 50)
    ])
    expect(rates).toEqual({ before: 0.5, now: 0.5 })
  })

  it('take those excluded from the numerator away from it', () => {
    const { now } = draftRates([
      population('denominator', 10),
      population('numerator', 6),
      population('numerator-exclusion', 1)
    ])
    expect(now).toBe(0.5)
  })

  it('are absent without a denominator, people in it, or an installed version', () => {
    expect(draftRates([population('numerator', 1)]).now).toBeUndefined()
    expect(draftRates([population('denominator', 0), population('numerator', 0)]).now).toBeUndefined()
    expect(draftRates([population('denominator', 2), population('numerator', 1)])).toEqual({
      before: undefined,
      now: 0.5
    })
  })
})

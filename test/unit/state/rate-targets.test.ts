import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { MeasureChoices } from '#shared/measure-choices.ts'
import { ratesFor, withRate } from '../../../src-renderer/state/measures/rate-targets.ts'

describe('targets of rates', () => {
  const none = { rates: {}, targets: {} }

  it('count on the data source that they were set on, and nowhere else', () => {
    const benchmark = { value: 0.8, title: 'Last year' }
    const set = withRate(none, 'north', 'bcs/rate', { target: 0.75, benchmark })
    expect(ratesFor(set, 'north')).toEqual({ 'bcs/rate': { target: 0.75, benchmark } })
    expect(ratesFor(set, 'south')).toEqual({ 'bcs/rate': { benchmark } })
    expect(ratesFor(set, undefined)).toEqual({ 'bcs/rate': { benchmark } })
  })

  it('can be removed, from one source alone', () => {
    const both = withRate(withRate(none, 'north', 'bcs/rate', { target: 0.75 }), 'south', 'bcs/rate', { target: 0.6 })
    const narrowed = withRate(both, 'north', 'bcs/rate', {})
    expect(ratesFor(narrowed, 'north')).toEqual({ 'bcs/rate': {} })
    expect(ratesFor(narrowed, 'south')).toEqual({ 'bcs/rate': { target: 0.6 } })
    expect(narrowed.targets).toEqual({ south: { 'bcs/rate': 0.6 } })
  })

  it('of before they belonged to a source count on none', () => {
    const old = { rates: { 'bcs/rate': { target: 0.75, improvement: 'decrease' as const } }, targets: {} }
    expect(ratesFor(old, 'north')).toEqual({ 'bcs/rate': { improvement: 'decrease' } })
  })

  it('are read from settings that were written before there were any', () => {
    const attribution = { rules: [], months: 24, fewest: 1, tie: 'latest-visit', classes: [] }
    const read = v.parse(MeasureChoices, { attribution, dueSoonDays: 60, rates: {}, starLinks: {} })
    expect(read.targets).toEqual({})
  })
})

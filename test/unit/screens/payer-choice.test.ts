import { describe, expect, it } from 'vitest'
import type { Filter } from '#engine/base/figures/filter.ts'
import { chosenPayer, payerKey, withPayer } from '../../../src-renderer/screens/measures/payer-choice.ts'

const dimensions = [
  { id: 'payer', values: [{ value: 'a' }, { value: 'b' }] },
  { id: 'plan', values: [{ value: 'a' }, { value: 'gold' }] }
]
const women: Filter = { dimension: 'sex', values: ['female'] }

describe('the payer or plan in view', () => {
  it('takes the place of the one before, and leaves other filters', () => {
    const narrowed = withPayer([women], dimensions, payerKey('payer', 'a'))
    expect(narrowed).toEqual([women, { dimension: 'payer', values: ['a'] }])
    const plan = withPayer(narrowed, dimensions, payerKey('plan', 'a'))
    expect(plan).toEqual([women, { dimension: 'plan', values: ['a'] }])
    expect(withPayer(plan, dimensions, '')).toEqual([women])
  })

  it('is the one that the filters leave', () => {
    const of = (...filters: Filter[]): string => chosenPayer([women, ...filters], dimensions)
    expect(of()).toBe('')
    expect(of({ dimension: 'payer', values: ['b'] })).toBe(payerKey('payer', 'b'))
    expect(of({ dimension: 'payer', values: ['a', 'b'] })).toBe('several')
    expect(of({ dimension: 'payer', values: ['a'], exclude: true })).toBe('several')
    expect(of({ dimension: 'payer', values: ['a'] }, { dimension: 'plan', values: ['gold'] })).toBe('several')
  })
})

import { describe, expect, it } from 'vitest'
import { applyPopulationOrder, type Membership } from '#engine/measures/membership.ts'

const all = [
  'initial-population',
  'denominator',
  'denominator-exclusion',
  'denominator-exception',
  'numerator',
  'numerator-exclusion'
]

function members(
  codes: readonly string[],
  scoring: Parameters<typeof applyPopulationOrder>[1] = 'proportion'
): string[] {
  const membership: Membership = new Map(all.map((code) => [code, codes.includes(code)]))
  applyPopulationOrder(membership, scoring)
  return all.filter((code) => membership.get(code))
}

describe('the order of populations', () => {
  it('keeps nobody who is not in the initial population', () => {
    expect(members(['denominator', 'numerator'])).toEqual([])
  })
  it('keeps the excluded out of the numerator', () => {
    expect(
      members(['initial-population', 'denominator', 'denominator-exclusion', 'numerator', 'denominator-exception'])
    ).toEqual(['initial-population', 'denominator', 'denominator-exclusion'])
  })
  it('lets the numerator win over an exception', () => {
    expect(members(['initial-population', 'denominator', 'denominator-exception', 'numerator'])).toEqual([
      'initial-population',
      'denominator',
      'numerator'
    ])
  })
  it('excludes from the numerator only who is in it', () => {
    expect(members(['initial-population', 'denominator', 'numerator-exclusion'])).toEqual([
      'initial-population',
      'denominator'
    ])
  })
  it('keeps numerator and denominator of a ratio apart', () => {
    expect(
      members(['initial-population', 'numerator', 'numerator-exclusion', 'denominator-exclusion'], 'ratio')
    ).toEqual(['initial-population', 'numerator', 'numerator-exclusion'])
  })
})

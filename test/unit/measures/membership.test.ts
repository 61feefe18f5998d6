import { describe, expect, it } from 'vitest'
import type { MeasureGroup, Scoring } from '#engine/measures/definition/measure-group.ts'
import { PopulationOrder } from '#engine/measures/evaluate/membership.ts'

const all = [
  'initial-population',
  'denominator',
  'denominator-exclusion',
  'denominator-exception',
  'numerator',
  'numerator-exclusion'
]

function group(
  scoring: Scoring,
  populations: readonly (readonly [id: string, code: string, of?: string])[]
): MeasureGroup {
  return {
    id: 'g',
    scoring,
    basis: 'boolean',
    improvement: undefined,
    stratifiers: [],
    populations: populations.map(([id, code, criteriaReference]) => ({
      id,
      code,
      expression: id,
      aggregateMethod: undefined,
      criteriaReference
    }))
  }
}

function members(codes: readonly string[], scoring: Scoring = 'proportion', asked: string[] = []): string[] {
  const order = new PopulationOrder(
    group(
      scoring,
      all.map((code) => [code, code])
    )
  )
  const membership = order.membership((key) => {
    asked.push(key)
    return codes.includes(key)
  })
  return all.filter((code) => membership.get(code))
}

describe('the order of populations', () => {
  it('keeps nobody who is not in the initial population, and asks no further', () => {
    const asked: string[] = []
    expect(members(['denominator', 'numerator'], 'proportion', asked)).toEqual([])
    expect(asked).toEqual(['initial-population'])
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
  it('starts each side of a ratio from the initial population that it refers to', () => {
    const order = new PopulationOrder(
      group('ratio', [
        ['ip1', 'initial-population'],
        ['ip2', 'initial-population'],
        ['d', 'denominator', 'ip1'],
        ['n', 'numerator', 'ip2']
      ])
    )
    const inside = (met: readonly string[]): string[] =>
      [...order.membership((key) => met.includes(key))].flatMap(([key, member]) => (member ? [key] : []))
    expect(inside(['initial-population#2', 'denominator', 'numerator'])).toEqual(['initial-population#2', 'numerator'])
    expect(inside(['initial-population', 'denominator', 'numerator'])).toEqual(['initial-population', 'denominator'])
  })
})

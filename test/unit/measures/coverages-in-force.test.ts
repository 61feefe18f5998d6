import { describe, expect, it } from 'vitest'
import { coverageKinds } from '#engine/population/claims/coverage-kinds.ts'
import { unitDimension } from '#engine/measures/attribution/unit-dimensions.ts'
import { qualityInput } from '../../support/measure-input.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'

const coverage = (type_text: string, period_start: string, period_end?: string): PlainRow => ({
  id: type_text,
  patient_id: 'p',
  status: 'active',
  payor_name: 'Harborlight',
  type_text,
  period_start,
  period_end
})

/** The plan and the line of business of a person of 70 years on a date. */
function unitsOf(coverages: readonly PlainRow[], date: string): readonly (string | undefined)[] {
  const store = plainStore({ patient: [{ id: 'p', birth_date: '1950-01-01' }], coverage: coverages })
  const { population } = qualityInput(store, [])
  return ['plan', 'line-of-business'].map((dimension) => {
    const id = unitDimension({ population, settings: { attribution: {} } } as never, dimension)
    return population.dimension(id).values[population.codes(id, day(date))[0]!]?.value
  })
}

describe('of several coverages in force', () => {
  it('the medical one tells the plan and the line of business, whatever began later', () => {
    const list = [coverage('Harborlight Medicare Advantage HMO', '2018-01-01'), coverage('Dental PPO', '2020-01-01')]
    expect(unitsOf(list, '2020-06-30')).toEqual(['Harborlight Medicare Advantage HMO', 'medicare'])
    expect(unitsOf(list.slice(1), '2020-06-30')).toEqual(['Dental PPO', 'unknown'])
  })

  it('one that ends with a month is in force until its last day', () => {
    expect(unitsOf([coverage('Medicare Advantage', '2018-01-01', '2020-06')], '2020-06-30')[0]).toBe(
      'Medicare Advantage'
    )
    expect(unitsOf([coverage('Medicare Advantage', '2018-01-01', '2020-06')], '2020-07-01')[0]).toBe('unknown')
  })
})

describe('the kind of a coverage', () => {
  it.each([
    ['Dental PPO', false, false],
    ['DHMO', false, false],
    ['Vision plan', false, false],
    ['Open PPO', true, true],
    ['Medical, dental and vision', true, true],
    ['Part D', false, true]
  ])('%s pays for medical care: %s, for drugs: %s', (name, medical, pharmacy) => {
    const store = plainStore({ patient: [{ id: 'p' }], coverage: [coverage(name, '2020-01-01')] })
    expect(coverageKinds(store)).toEqual([{ medical, pharmacy }])
  })
})

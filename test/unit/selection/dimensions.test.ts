import { describe, expect, it } from 'vitest'
import { ordinalsOf } from '#engine/base/kernels/bitset.ts'
import type { Filter } from '#engine/base/figures/filter.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow, type PlainTables } from './plain-store.ts'

/** The value of the one person `p` in a dimension on a date, '' when it does not apply. */
function valueOf(dimension: string, tables: PlainTables, date = '2020-06-30'): string {
  const population = populationOf(plainStore(tables), shippedRegistries)
  const code = population.codes(dimension, day(date))[0]!
  return population.dimension(dimension).values[code]?.value ?? ''
}

function person(values: PlainRow = {}): PlainTables {
  return { patient: [{ id: 'p', birth_date: '1960-07-01', ...values }] }
}

describe('age bands', () => {
  it.each([
    ['2002-07-01', '2020-06-30', '0-17'],
    ['2002-06-30', '2020-06-30', '18-44'],
    ['1955-06-30', '2020-06-30', '65-74'],
    ['1955-07-01', '2020-06-30', '45-64'],
    ['1930-01-01', '2020-06-30', '85+'],
    // Who was born on February 29 completes a year on March 1 in a common year.
    ['2000-02-29', '2018-02-28', '0-17'],
    ['2000-02-29', '2018-03-01', '18-44'],
    ['2020-07-01', '2020-06-30', '']
  ])('born on %s, on %s: %s', (birth_date, date, expected) => {
    expect(valueOf('age', person({ birth_date }), date)).toBe(expected)
  })

  it('say when the birth date is missing', () => {
    expect(valueOf('age', person({ birth_date: undefined }))).toBe('unknown')
  })
})

describe('living', () => {
  it.each([
    [{}, 'living'],
    [{ deceased_at: '2020-07-01' }, 'living'],
    [{ deceased_at: '2020-06-30T23:00:00Z' }, 'deceased'],
    [{ deceased: true }, 'deceased'],
    [{ deceased: false }, 'living'],
    [{ birth_date: '2020-07-01' }, 'unborn'],
    [{ birth_date: undefined }, 'living']
  ])('%o is %s on June 30, 2020', (values, expected) => {
    expect(valueOf('living', person(values))).toBe(expected)
  })
})

describe('sex', () => {
  it('knows the administrative genders and says when there is none', () => {
    expect(valueOf('sex', person({ gender: 'female' }))).toBe('female')
    expect(valueOf('sex', person({ gender: 'other' }))).toBe('other')
    expect(valueOf('sex', person({ gender: 'unknown' }))).toBe('unknown')
    expect(valueOf('sex', person())).toBe('unknown')
  })
})

describe('payer', () => {
  const coverage = (values: PlainRow): PlainRow => ({
    id: String(values['payor_name']),
    patient_id: 'p',
    status: 'active',
    ...values
  })
  const claim = (insurer_name: string, billable_start: string, values: PlainRow = {}): PlainRow => ({
    id: `${insurer_name}${billable_start}`,
    patient_id: 'p',
    status: 'active',
    insurer_name,
    billable_start,
    ...values
  })

  it('is that of the coverage in force, of several the one that began last', () => {
    const tables = {
      ...person(),
      coverage: [
        coverage({ payor_name: 'Old', period_start: '2010-01-01', period_end: '2020-06-29' }),
        coverage({ payor_name: 'Now', period_start: '2020-01-01', period_end: '2020-06-30' }),
        coverage({ payor_name: 'Long', period_start: '2015-01-01' }),
        coverage({ payor_name: 'Next', period_start: '2020-07-01' }),
        coverage({ payor_name: 'Void', period_start: '2020-05-01', status: 'cancelled' })
      ]
    }
    expect(valueOf('payer', tables)).toBe('Now')
    expect(valueOf('payer', tables, '2020-07-01')).toBe('Next')
    expect(valueOf('payer', tables, '2012-01-01')).toBe('Old')
    expect(valueOf('payer', tables, '2009-01-01')).toBe('unknown')
  })

  it('is that of medical coverage before those of drugs, teeth and eyes, whenever they began', () => {
    const tables = {
      ...person(),
      coverage: [
        coverage({
          payor_name: 'Medical',
          type_text: 'Gold HMO',
          period_start: '2015-01-01',
          period_end: '2020-06-30'
        }),
        coverage({ payor_name: 'Dental', type_text: 'Dental PPO', period_start: '2020-01-01' }),
        coverage({
          payor_name: 'Vision',
          type_text: 'Vision plan',
          period_start: '2020-02-01',
          period_end: '2020-12-31'
        }),
        coverage({ payor_name: 'Drugs', type_text: 'Part D', period_start: '2020-03-01', period_end: '2020-09-30' })
      ]
    }
    expect(valueOf('payer', tables)).toBe('Medical')
    expect(valueOf('payer', tables, '2020-07-01')).toBe('Drugs')
    expect(valueOf('payer', tables, '2021-01-01')).toBe('Dental')
  })

  it('takes a coverage without a period as always in force', () => {
    expect(valueOf('payer', { ...person(), coverage: [coverage({ payor_name: 'Always' })] })).toBe('Always')
  })

  it('is the insurer of the latest claim when there is no coverage of its own', () => {
    const tables = {
      ...person(),
      coverage: [coverage({ payor_name: 'Inside', contained_in: 'ExplanationOfBenefit/x' })],
      explanation_of_benefit: [
        claim('NO_INSURANCE', '2020-06-01'),
        claim('Later', '2020-07-01'),
        claim('Earlier', '2019-01-01'),
        claim('Void', '2020-06-20', { status: 'cancelled' })
      ]
    }
    expect(valueOf('payer', tables)).toBe('NO_INSURANCE')
    expect(valueOf('payer', tables, '2020-07-01')).toBe('Later')
    expect(valueOf('payer', tables, '2018-12-31')).toBe('unknown')
  })

  it('reads the coverage of a claim that names no insurer, and the name of an organization', () => {
    const tables = {
      ...person(),
      organization: [{ id: 'o1', name: 'Blue' }],
      coverage: [coverage({ id: 'c1', payor_id: 'o1', contained_in: 'ExplanationOfBenefit/x' })],
      explanation_of_benefit: [claim('', '2020-01-01', { insurer_name: undefined, coverage_id: 'c1' })]
    }
    expect(valueOf('payer', tables)).toBe('Blue')
  })
})

describe('practice', () => {
  const organization = [
    { id: 'a', name: 'Alpha' },
    { id: 'b', name: 'Beta' }
  ]
  const visit = (service_provider_id: string, period_start: string, status = 'finished'): PlainRow => ({
    id: `${service_provider_id}${period_start}`,
    patient_id: 'p',
    status,
    service_provider_id,
    period_start
  })

  it('is the managing organization, else that of the general practitioner', () => {
    const encounter = [visit('b', '2020-01-01')]
    const both = { managing_organization_id: 'a', general_practitioner_id: 'Organization/b' }
    expect(valueOf('practice', { ...person(both), organization, encounter })).toBe('a')
    const general = { general_practitioner_id: 'Organization/a' }
    expect(valueOf('practice', { ...person(general), organization, encounter })).toBe('a')
    const doctor = { general_practitioner_id: 'Practitioner/d' }
    const practitioner_role = [{ id: 'r', practitioner_id: 'd', organization_id: 'a' }]
    expect(valueOf('practice', { ...person(doctor), organization, encounter, practitioner_role })).toBe('a')
  })

  it('is where most visits of 24 months were, of equals the last one', () => {
    const most = [visit('a', '2019-01-01'), visit('a', '2019-02-01'), visit('b', '2020-01-01')]
    expect(valueOf('practice', { ...person(), organization, encounter: most })).toBe('a')
    expect(valueOf('practice', { ...person(), organization, encounter: most.slice(1) })).toBe('b')
    const old = [visit('a', '2018-06-30'), visit('a', '2018-05-01'), visit('b', '2018-07-01')]
    expect(valueOf('practice', { ...person(), organization, encounter: old })).toBe('b')
    const later = [visit('a', '2020-06-30'), visit('b', '2020-07-01'), visit('b', '2020-07-02')]
    expect(valueOf('practice', { ...person(), organization, encounter: later })).toBe('a')
    const cancelled = [visit('a', '2020-01-01'), visit('b', '2020-02-01', 'cancelled')]
    expect(valueOf('practice', { ...person(), organization, encounter: cancelled })).toBe('a')
    expect(valueOf('practice', { ...person(), organization })).toBe('unknown')
  })

  it('shows the name of the organization', () => {
    const population = populationOf(
      plainStore({ ...person({ managing_organization_id: 'a' }), organization }),
      shippedRegistries
    )
    expect(population.dimension('practice').values[0]).toEqual({ value: 'a', label: 'Alpha' })
  })
})

describe('visits', () => {
  it.each([
    ['2018-06-30', 'no', 'no'],
    ['2018-07-01', 'no', 'yes'],
    ['2019-07-01', 'yes', 'yes'],
    ['2020-06-30', 'yes', 'yes'],
    ['2020-07-01', 'no', 'no']
  ])('a visit on %s: in 12 months %s, in 24 months %s', (period_start, year, two) => {
    const tables = { ...person(), encounter: [{ id: 'e', patient_id: 'p', status: 'finished', period_start }] }
    expect(valueOf('visit12', tables)).toBe(year)
    expect(valueOf('visit24', tables)).toBe(two)
  })
})

describe('the month of entry', () => {
  const tables = (onset: string, firstVisit: string): PlainTables => ({
    ...person(),
    encounter: [{ id: 'e', patient_id: 'p', status: 'finished', period_start: firstVisit }],
    condition: [{ id: 'c', patient_id: 'p', code: 'http://snomed.info/sct|44054006', onset }]
  })

  it('needs 365 days of observation before', () => {
    expect(valueOf('entry:diabetes', tables('2020-01-01', '2019-01-01'))).toBe('2020-01')
    expect(valueOf('entry:diabetes', tables('2020-01-01', '2019-01-02'))).toBe('')
  })

  it('is not known before the diagnosis', () => {
    expect(valueOf('entry:diabetes', tables('2020-01-01', '2015-01-01'), '2019-12-31')).toBe('')
  })
})

describe('the race', () => {
  // The text of us-core-race, as servers write it for people of several races and in capitals.
  const texts = [
    'White, Asian',
    'Asian, White',
    'Asian; White',
    'white/ASIAN',
    'WHITE',
    ' White ',
    'White, White',
    'Black or African American',
    'BLACK OR  AFRICAN AMERICAN',
    'Asked but no answer',
    'White, Chinese',
    ' ',
    undefined
  ]
  const race = dimensionOf({ patient: texts.map((text, index) => ({ id: `${index + 10}`, race: text })) })

  it('is one group of several races, in whatever order, case and with whatever between them', () => {
    const codes = race.codes(day('2020-01-01'))
    expect(Array.from(codes, (code) => race.values[code]!.value)).toEqual([
      'Asian, White',
      'Asian, White',
      'Asian, White',
      'Asian, White',
      'White',
      'White',
      'White',
      'Black or African American',
      'Black or African American',
      'Asked but no answer',
      'Chinese, White',
      'unknown',
      'unknown'
    ])
  })

  it('has each group once', () => {
    expect(race.values.map(({ value }) => value)).toEqual([
      'Asian, White',
      'Asked but no answer',
      'Black or African American',
      'Chinese, White',
      'White',
      'unknown'
    ])
  })

  function dimensionOf(tables: PlainTables) {
    return populationOf(plainStore(tables), shippedRegistries).dimensions.find(({ id }) => id === 'race')!
  }
})

describe('the selection of people', () => {
  const store = plainStore({
    patient: [
      { id: '1', birth_date: '1950-01-01', gender: 'female', race: 'White' },
      { id: '2', birth_date: '1990-01-01', gender: 'male', race: 'Asian' },
      { id: '3', birth_date: '1990-01-01', gender: 'female' },
      { id: '4', birth_date: '2021-01-01', gender: 'female', race: 'Asian' }
    ]
  })
  const select = (...filters: Filter[]): number[] => [
    ...ordinalsOf(populationOf(store, shippedRegistries).select(day('2020-06-30'), filters))
  ]

  it('holds everybody without filters', () => {
    expect(select()).toEqual([0, 1, 2, 3])
  })

  it('needs every filter, and any of its values', () => {
    const women: Filter = { dimension: 'sex', values: ['female'] }
    expect(select(women)).toEqual([0, 2, 3])
    expect(select(women, { dimension: 'age', values: ['65-74', '18-44'] })).toEqual([0, 2])
    expect(select({ dimension: 'race', values: ['unknown'] })).toEqual([2])
    expect(select({ dimension: 'race', values: ['Martian'] })).toEqual([])
  })

  it('can exclude, and then keeps those to whom the question does not apply', () => {
    expect(select({ dimension: 'race', values: ['Asian'], exclude: true })).toEqual([0, 2])
    expect(select({ dimension: 'age', values: ['18-44'], exclude: true })).toEqual([0, 3])
  })

  it('says so when there is no such filter', () => {
    expect(() => select({ dimension: 'shoe-size', values: ['42'] })).toThrow('There is no filter "shoe-size"')
  })
})

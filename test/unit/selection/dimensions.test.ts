import { describe, expect, it } from 'vitest'
import { ordinalsOf } from '#engine/base/kernels/bitset.ts'
import type { Filter } from '#engine/base/figures/filter.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { person, valueOf } from './plain-person.ts'
import { day, plainStore, type PlainTables } from './plain-store.ts'

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

import { describe, expect, it } from 'vitest'
import { bandValues } from '#engine/population/registries/control-band.ts'
import { registryIndex } from '#engine/population/registries/registry-index.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { shipped } from './shipped-registries.ts'

const loinc = 'http://loinc.org'
const withDiagnosis = (code: string): PlainTables => ({
  patient: [
    { id: 'p', birth_date: '1960-01-01' },
    { id: 'q', birth_date: '1970-01-01' }
  ],
  condition: [{ id: 'c', patient_id: 'p', code: `http://snomed.info/sct|${code}`, onset: '2010-01-01' }]
})

/** The band of person p on a date, '' when the control does not apply. */
function bandOf(registryId: string, controlId: string, tables: PlainTables, date: string): string {
  const registry = shipped(registryId)
  const control = registry.controls.find((each) => each.id === controlId)!
  const index = registryIndex(plainStore(tables), [registry])
  const asOf = day(date)
  const bands = index.bands(control, index.members(registry, asOf), asOf)
  expect(bands[1], 'people outside of the registry have no band').toBe(-1)
  return bandValues(control)[bands[0]!]?.value ?? ''
}

function a1c(values: PlainRow, ...more: readonly PlainRow[]): PlainTables {
  const rows = [values, ...more].map((row, index) => ({
    id: `o${index}`,
    patient_id: 'p',
    status: 'final',
    code: `${loinc}|4548-4`,
    effective: '2019-06-01',
    unit: '%',
    ...row
  }))
  return { ...withDiagnosis('44054006'), observation: rows }
}

const band = (tables: PlainTables, date = '2019-12-31'): string => bandOf('diabetes', 'hba1c', tables, date)

describe('A1c bands', () => {
  it.each([
    [6.9, 'below-7'],
    [7, '7-to-8'],
    [7.9, '7-to-8'],
    [8, '8-to-9'],
    [9, '8-to-9'],
    [9.1, 'above-9']
  ])('%f %% is %s', (value, expected) => {
    expect(band(a1c({ value }))).toBe(expected)
  })

  it('converts mmol/mol: 53 is 7.0 %, 64 is 8.0 %, 75 is 9.0 %', () => {
    // NGSP's conversion table.
    expect(band(a1c({ value: 52, unit: 'mmol/mol' }))).toBe('below-7')
    expect(band(a1c({ value: 54, unit: 'mmol/mol' }))).toBe('7-to-8')
    expect(band(a1c({ value: 65, unit: 'mmol/mol' }))).toBe('8-to-9')
    expect(band(a1c({ value: 76, unit: 'mmol/mol' }))).toBe('above-9')
  })

  it.each([
    ['a number that is no percentage, without unit', { value: 48, unit: undefined }],
    ['a fraction', { value: 0.071 }],
    ['zero', { value: 0 }],
    ['another unit', { value: 7, unit: 'mg/dL' }],
    ['entered in error', { value: 7, status: 'entered-in-error' }],
    ['preliminary', { value: 7, status: 'preliminary' }],
    ['impossible', { value: 70 }],
    ['another test', { value: 7, code: `${loinc}|2345-7` }],
    ['no date', { value: 7, effective: undefined }]
  ])('does not use a result with %s', (_, values) => {
    expect(band(a1c(values))).toBe('none')
  })

  it('looks at the 12 months up to the date, both ends included', () => {
    expect(band(a1c({ value: 6, effective: '2019-01-01' }))).toBe('below-7')
    expect(band(a1c({ value: 6, effective: '2018-12-31' }))).toBe('none')
    expect(band(a1c({ value: 6, effective: '2019-12-31T23:00:00Z' }))).toBe('below-7')
    expect(band(a1c({ value: 6, effective: '2020-01-01' }))).toBe('none')
  })

  it('takes a number without a unit for percent', () => {
    expect(band(a1c({ value: 6.5, unit: undefined }))).toBe('below-7')
  })

  it('takes the latest result, and the lowest of its day', () => {
    expect(band(a1c({ value: 6, effective: '2019-03-01' }, { value: 10, effective: '2019-04-01' }))).toBe('above-9')
    expect(
      band(a1c({ value: 10, effective: '2019-04-01T15:00:00Z' }, { value: 6, effective: '2019-04-01T08:00:00Z' }))
    ).toBe('below-7')
  })

  it('has none before the diagnosis', () => {
    expect(band(a1c({ value: 6, effective: '2009-12-01' }), '2009-12-31')).toBe('')
  })
})

function pressure(...readings: readonly (readonly [string, number, number])[]): PlainTables {
  const components = readings.flatMap(([effective, systolic, diastolic], index) =>
    (
      [
        ['8480-6', systolic],
        ['8462-4', diastolic]
      ] as const
    ).map(([code, value]) => ({
      observation_id: `b${index}`,
      patient_id: 'p',
      effective,
      status: 'final',
      code: `${loinc}|${code}`,
      value,
      unit: 'mm[Hg]'
    }))
  )
  return { ...withDiagnosis('59621000'), observation_component: components }
}

const pressureBand = (tables: PlainTables): string => bandOf('hypertension', 'blood-pressure', tables, '2019-12-31')

describe('blood pressure bands', () => {
  it.each([
    [129, 79, 'below-130-80'],
    [130, 79, 'below-140-90'],
    [129, 80, 'below-140-90'],
    [139, 89, 'below-140-90'],
    [140, 80, 'below-160-100'],
    [120, 90, 'below-160-100'],
    [160, 80, '160-100-or-more'],
    [120, 100, '160-100-or-more']
  ])('%i/%i is %s', (systolic, diastolic, expected) => {
    expect(pressureBand(pressure(['2019-05-01', systolic, diastolic]))).toBe(expected)
  })

  it('takes the lowest of each number on the latest day (CMS165)', () => {
    expect(pressureBand(pressure(['2019-04-01', 120, 70], ['2019-05-01', 150, 85], ['2019-05-01', 138, 95]))).toBe(
      'below-140-90'
    )
  })

  it('needs both numbers on a day, from components or observations of their own', () => {
    const bare = (code: string, value: number, id: string): PlainRow => ({
      id,
      patient_id: 'p',
      status: 'final',
      code: `${loinc}|${code}`,
      effective: '2019-08-01',
      value,
      unit: 'mmHg'
    })
    const older = pressure(['2019-05-01', 150, 95])
    expect(pressureBand({ ...older, observation: [bare('8480-6', 120, 's')] })).toBe('below-160-100')
    const both = { ...older, observation: [bare('8480-6', 120, 's'), bare('8462-4', 70, 'd')] }
    expect(pressureBand(both)).toBe('below-130-80')
  })
})

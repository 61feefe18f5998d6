import { describe, expect, it } from 'vitest'
import { bandValues } from '#engine/population/registries/control-band.ts'
import { registryIndex } from '#engine/population/registries/registry-index.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { shippedRegistries } from './shipped-registries.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const loinc = 'http://loinc.org'

/** The band of the only person, who is in the registry, at the end of 2019. */
function bandOf(registryId: string, tables: PlainTables): string | undefined {
  const registry = shippedRegistries.find(({ id }) => id === registryId)!
  const control = registry.controls[0]!
  const store = plainStore({ patient: [{ id: 'a', birth_date: '1960-01-01' }], ...tables })
  const bands = registryIndex(store, shippedRegistries).bands(control, Int8Array.of(1), day('2019-12-31'))
  return bandValues(control)[bands[0]!]?.value
}

const test = (effective: string, more: PlainRow): PlainRow => ({
  id: effective,
  patient_id: 'a',
  status: 'final',
  code: `${loinc}|4548-4`,
  effective,
  ...more
})
const a1c = (...observation: PlainRow[]): string | undefined => bandOf('diabetes', { observation })

describe('the latest hemoglobin A1c', () => {
  const good = test('2019-03-01', { value: 6.5, unit: '%' })

  it('without a result is the latest one: nothing older stands in for it', () => {
    expect(a1c(good)).toBe('below-7')
    expect(a1c(good, test('2019-09-01', {}))).toBe('none')
    expect(a1c(good, test('2019-09-01', { value_text: 'see comment' }))).toBe('none')
    expect(a1c(test('2019-02-01', {}), good)).toBe('below-7')
  })

  it('of one day is the one with a result', () => {
    expect(a1c(good, { ...test('2019-03-01', {}), id: 'other' })).toBe('below-7')
  })

  it('may be set aside, where it has a result that is no percentage, and one that did not take place does not count', () => {
    expect(a1c(good, test('2019-09-01', { value: 0.065, unit: '%' }))).toBe('below-7')
    expect(a1c(good, test('2019-09-01', { status: 'cancelled' }))).toBe('below-7')
  })
})

const reading = (on: string, systolic: number, diastolic: number): PlainRow[] => [
  { ...test(on, { value: systolic, unit: 'mm[Hg]' }), id: `s${on}`, code: `${loinc}|8480-6` },
  { ...test(on, { value: diastolic, unit: 'mm[Hg]' }), id: `d${on}`, code: `${loinc}|8462-4` }
]

describe('the latest blood pressure', () => {
  const observation = [...reading('2019-03-01', 120, 70), ...reading('2019-09-02', 180, 100)]
  const encounter = (code: string, more: PlainRow = {}): PlainRow => ({
    id: 'v',
    patient_id: 'a',
    status: 'finished',
    class: `${act}|${code}`,
    period_start: '2019-09-01',
    period_end: '2019-09-03',
    ...more
  })

  it.each([
    ['an office visit', 'AMB', '160-100-or-more'],
    ['an emergency visit', 'EMER', 'below-130-80'],
    ['a stay', 'IMP', 'below-130-80'],
    ['rehabilitation', 'NONAC', 'below-130-80']
  ])('is taken on a day of %s or not', (_, code, band) => {
    expect(bandOf('hypertension', { observation, encounter: [encounter(code)] })).toBe(band)
  })

  it('counts on a day of a stay that was cancelled', () => {
    expect(bandOf('hypertension', { observation, encounter: [encounter('IMP', { status: 'cancelled' })] })).toBe(
      '160-100-or-more'
    )
  })

  it.each([
    ['a stay', { bill_type: '0111' }, '0120', 'below-130-80'],
    ['an emergency visit', { billable_start: '2019-09-02', bill_type: '0131' }, '0450', 'below-130-80'],
    ['a clinic', { bill_type: '0131' }, '0510', '160-100-or-more'],
    ['a stay that the payer denied', { bill_type: '0111', outcome: 'error' }, '0120', '160-100-or-more']
  ])('is not taken on a day of %s by claims', (_, header, revenue, band) => {
    const claim = {
      id: 'e',
      patient_id: 'a',
      status: 'active',
      use: 'claim',
      outcome: 'complete',
      billable_start: '2019-09-01',
      billable_end: '2019-09-03',
      ...header
    }
    const line = { explanation_of_benefit_id: 'e', patient_id: 'a', sequence: 1, revenue_code: revenue }
    const tables = { observation, explanation_of_benefit: [claim], explanation_of_benefit_item: [line] }
    expect(bandOf('hypertension', tables)).toBe(band)
  })
})

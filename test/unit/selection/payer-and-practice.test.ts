import { describe, expect, it } from 'vitest'
import { populationOf } from '#engine/population/selection/population.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { person, valueOf } from './plain-person.ts'
import { plainStore, type PlainRow } from './plain-store.ts'

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

import { describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore } from '../selection/plain-store.ts'
import { context, store } from './people-store.ts'

const sct = 'http://snomed.info/sct'

describe('one person', () => {
  const person = (revealed: boolean) => runPanel(store, shippedRegistries, 'patient', context, { patient: 0, revealed })

  it('is masked until revealed', () => {
    const hidden = person(false)
    expect(hidden).toMatchObject({
      address: '••••',
      phone: '••••',
      recordNumber: '••••2345',
      birthDay: undefined,
      age: 69
    })
    expect(JSON.stringify(hidden)).not.toMatch(/Okafor|Josephine|Elm Street|0100|MRN001|Boston/)
    expect(person(true)).toMatchObject({
      name: 'Josephine Okafor',
      address: '1 Elm Street, Boston, MA, 02101',
      phone: '555-0100',
      recordNumber: 'MRN0012345',
      birthDay: day('1950-03-01')
    })
  })

  it('has no day of birth or death where a year or a month is recorded', () => {
    const vague = plainStore({ patient: [{ id: 'a', birth_date: '1950', deceased_at: '2019-04' }] })
    expect(runPanel(vague, shippedRegistries, 'patient', context, { patient: 0, revealed: true })).toMatchObject({
      birthDay: '1950',
      deceasedDay: 'Apr 2019'
    })
  })

  it('has a timeline in order, with where each entry comes from', () => {
    const { events } = person(false)
    expect(events.map((event) => [event.lane, event.label, event.detail])).toEqual([
      ['conditions', 'Diabetes', 'active'],
      ['observations', 'A1c', '54 mmol/mol'],
      ['observations', 'A1c', '7.4%'],
      ['observations', 'Note', '••••'],
      ['encounters', 'Ambulatory', 'finished'],
      ['observations', 'A1c', '7.1%'],
      ['encounters', 'Ambulatory', 'finished']
    ])
    expect(events[0]!.source.resourceType).toBe('Condition')
  })

  it('has what claims paid in dollars and cents', () => {
    const claim = (id: string, amount?: number) => ({
      id,
      patient_id: 'a',
      type: 'http://terminology.hl7.org/CodeSystem/claim-type|institutional|Institutional',
      billable_start: '2019-06-01',
      payment_amount: amount
    })
    const paid = plainStore({
      patient: [{ id: 'a', birth_date: '1970-01-01' }],
      explanation_of_benefit: [claim('k', 1337.24800000000005), claim('l')]
    })
    const { events } = runPanel(paid, shippedRegistries, 'patient', context, { patient: 0, revealed: false })
    expect(events.map(({ label, detail }) => [label, detail])).toEqual([
      ['Institutional', '$1,337.25'],
      ['Institutional', '']
    ])
  })

  it('has series of results, one per unit, oldest first', () => {
    const labs = person(false).labs.map((lab) => [lab.label, lab.unit, lab.points.map((point) => point.value)])
    expect(labs).toEqual([
      ['A1c', '%', [7.4, 7.1]],
      ['A1c', 'mmol/mol', [54]]
    ])
  })

  it('shows registries with their evidence, and those that are over', () => {
    const [diabetes] = person(false).registries
    expect(diabetes).toMatchObject({
      id: 'diabetes',
      since: day('2015-01-01'),
      active: true,
      evidence: { resourceType: 'Condition' }
    })
    const other = runPanel(store, shippedRegistries, 'patient', context, { patient: 2, revealed: false })
    expect(other.registries).toMatchObject([{ id: 'asthma', active: false }])
  })

  it('that does not exist is an error to act on', () => {
    expect(() => runPanel(store, shippedRegistries, 'patient', context, { patient: 9, revealed: false })).toThrow(
      'not in the data'
    )
  })
})

describe('what a visit is prepared from', () => {
  const people = plainStore({
    patient: [{ id: 'a', birth_date: '1960-01-01' }],
    condition: [
      { id: '1', patient_id: 'a', code: `${sct}|44054006|Diabetes (disorder)`, onset: '2015-01-01' },
      { id: '2', patient_id: 'a', code: `${sct}|44054006|Diabetes (disorder)`, onset: '2016-01-01' },
      { id: '3', patient_id: 'a', code: `${sct}|1|Cold`, onset: '2015-01-01', abatement: '2015-02-01' }
    ],
    medication_request: [
      { id: '1', patient_id: 'a', code: 'rx|1|Metformin', status: 'active', authored_on: '2018-01-01' },
      { id: '2', patient_id: 'a', code: 'rx|1|Metformin', status: 'active', authored_on: '2019-01-01' },
      { id: '3', patient_id: 'a', code: 'rx|2|Amoxicillin', status: 'stopped', authored_on: '2019-01-01' }
    ],
    coverage: [{ id: '1', patient_id: 'a', payor_name: 'dual_eligible', type_text: 'HMO', period_start: '2018-01-01' }],
    observation: [
      ['1', 'http://loinc.org|17861-6|Calcium', 'mg/dL'],
      ['2', 'http://loinc.org|17861-6|Calcium', 'mg/dL'],
      ['3', 'http://loinc.org|4548-4|A1c', '%']
    ].map(([id, code, unit]) => ({
      id: id!,
      patient_id: 'a',
      status: 'final',
      code: code!,
      effective: '2019-01-01',
      value: 7,
      unit: unit!
    }))
  })
  const { care, labs } = runPanel(people, shippedRegistries, 'patient', context, { patient: 0, revealed: false })

  it('are active problems, current medications and coverage, each once', () => {
    expect(care.problems).toEqual([{ label: 'Diabetes', day: day('2015-01-01') }])
    expect(care.medications).toEqual([{ label: 'Metformin', day: day('2019-01-01') }])
    expect(care.coverage).toEqual([{ payer: 'Dual eligible', plan: 'HMO', from: day('2018-01-01'), to: undefined }])
  })

  it('begin with the results that the registries of the person look at', () => {
    expect(labs.map(({ label }) => label)).toEqual(['A1c', 'Calcium'])
  })
})

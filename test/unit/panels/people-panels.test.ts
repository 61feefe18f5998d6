import { describe, expect, it } from 'vitest'
import type { PanelParams } from '#engine/panels/panel.ts'
import { runPanel } from '#engine/panels/run-panel.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore } from '../selection/plain-store.ts'
import { context, store } from './people-store.ts'

const sct = 'http://snomed.info/sct'

function patients(params: Partial<PanelParams<'patients'>>) {
  return runPanel(store, shippedRegistries, 'patients', context, {
    query: '',
    sort: { column: 'id', descending: false },
    offset: 0,
    limit: 10,
    revealed: false,
    ...params
  })
}

const found = (query: string, revealed = false): string[] => patients({ query, revealed }).rows.map((row) => row.id)

describe('the list of people', () => {
  it('tells what is known without saying who it is', () => {
    const [first] = patients({}).rows
    expect(first).toMatchObject({
      id: 'aaa-1',
      age: 69,
      sex: 'Female',
      registries: ['Diabetes'],
      lastEncounter: day('2019-11-01'),
      encounters12m: 2,
      deceased: false
    })
    expect(first!.name).toMatch(/^J•{3,7}$/)
    expect(patients({ revealed: true }).rows[0]!.name).toBe('Josephine Okafor')
  })

  it('holds the living only, unless a filter says otherwise', () => {
    expect(found('')).toEqual(['aaa-1', 'aab-2', 'bbb-3'])
    const filters = [{ dimension: 'living', values: ['deceased'] }]
    const { rows } = runPanel(
      store,
      shippedRegistries,
      'patients',
      { ...context, filters },
      { query: '', sort: { column: 'id', descending: false }, offset: 0, limit: 9, revealed: false }
    )
    expect(rows.map((row) => [row.id, row.deceased, row.age])).toEqual([['ccc-4', true, 28]])
  })

  it('is searched by age, sex, condition and the beginning of the id; every word must hold', () => {
    expect(found('female')).toEqual(['aaa-1', 'bbb-3'])
    expect(found('69')).toEqual(['aaa-1'])
    expect(found('60-68')).toEqual(['bbb-3'])
    expect(found('>67')).toEqual(['aaa-1'])
    expect(found('<65')).toEqual(['aab-2'])
    expect(found('65+ diab')).toEqual(['aaa-1'])
    expect(found('migr')).toEqual(['bbb-3'])
    expect(found('aa')).toEqual(['aaa-1', 'aab-2'])
    expect(found('aa female')).toEqual(['aaa-1'])
    expect(found('nothing')).toEqual([])
  })

  it('finds the people of a registry before those with a diagnosis of its name, and says why', () => {
    const people = plainStore({
      patient: ['a', 'b', 'c'].map((id) => ({ id, birth_date: '1960-01-01', gender: 'female' })),
      condition: [
        { id: '1', patient_id: 'a', code: `${sct}|714628002|Prediabetes`, onset: '2015-01-01' },
        { id: '2', patient_id: 'b', code: `${sct}|44054006|Diabetes mellitus type 2`, onset: '2015-01-01' },
        { id: '3', patient_id: 'c', code: `${sct}|1|Asthma`, onset: '2015-01-01' }
      ]
    })
    const { rows, total, near } = runPanel(people, shippedRegistries, 'patients', context, {
      query: 'diabetes',
      sort: { column: 'id', descending: false },
      offset: 0,
      limit: 9,
      revealed: false
    })
    expect([total, near]).toEqual([2, 1])
    expect(rows.map(({ id, reason }) => [id, reason])).toEqual([
      ['b', 'Registry: Diabetes'],
      ['a', 'Diagnosis: Prediabetes']
    ])
  })

  it('shows the latest results of a registry up to the date, also those that are too old to count', () => {
    const people = plainStore({
      patient: [
        { id: 'a', birth_date: '1960-01-01', general_practitioner_id: 'Practitioner/gp' },
        { id: 'b', birth_date: '1960-01-01' }
      ],
      practitioner: [{ id: 'gp', given: 'Grace', family: 'Lee' }],
      observation: [
        ['2016-05-01', 9.1],
        ['2017-05-01', 8.25],
        ['2020-05-01', 6]
      ].map(([effective, value], at) => ({
        id: String(at),
        patient_id: 'a',
        status: 'final',
        code: 'http://loinc.org|4548-4|A1c',
        effective,
        value,
        unit: '%'
      }))
    })
    const { rows, controls } = runPanel(people, shippedRegistries, 'patients', context, {
      query: '',
      registry: 'diabetes',
      sort: { column: 'result0', descending: true },
      offset: 0,
      limit: 9,
      revealed: false
    })
    expect(controls).toHaveLength(3)
    expect(rows.map(({ results }) => results[0])).toEqual([
      { text: '8.25', day: day('2017-05-01'), isCurrent: false },
      { text: '', day: undefined, isCurrent: false }
    ])
    expect(rows.map(({ pcp }) => pcp)).toEqual(['Grace Lee', ''])
  })

  it('is searched by name only when names are shown', () => {
    expect(found('okafor')).toEqual([])
    expect(found('okafor', true)).toEqual(['aaa-1'])
  })

  it('is sorted by any column, missing values last in both directions', () => {
    const order = (column: string, descending = false): string[] =>
      patients({ sort: { column, descending } }).rows.map((row) => row.id)
    expect(order('age')).toEqual(['aab-2', 'bbb-3', 'aaa-1'])
    expect(order('age', true)).toEqual(['aaa-1', 'bbb-3', 'aab-2'])
    expect(order('lastEncounter')).toEqual(['aab-2', 'aaa-1', 'bbb-3'])
    expect(order('lastEncounter', true)).toEqual(['aaa-1', 'aab-2', 'bbb-3'])
    expect(order('registries', true)[0]).toBe('aaa-1')
    expect(() => order('shoe')).toThrow('cannot be sorted by "shoe"')
  })

  it('does not give hidden names away by their order', () => {
    const byName = (revealed: boolean): string[] =>
      patients({ sort: { column: 'name', descending: false }, revealed }).rows.map((row) => row.id)
    expect(byName(false)).toEqual(['aaa-1', 'aab-2', 'bbb-3'])
    expect(byName(true)).toEqual(['aab-2', 'bbb-3', 'aaa-1'])
  })

  it('comes in pages with the whole count', () => {
    const page = patients({ offset: 1, limit: 1 })
    expect([page.total, page.rows.map((row) => row.id)]).toEqual([3, ['aab-2']])
  })
})

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

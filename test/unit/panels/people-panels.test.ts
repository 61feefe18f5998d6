import { describe, expect, it } from 'vitest'
import type { PanelParams } from '#engine/panels/panel.ts'
import { runPanel } from '#engine/panels/run-panel.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow } from '../selection/plain-store.ts'

const sct = 'http://snomed.info/sct'
const visit = (id: string, patient_id: string, period_start: string): PlainRow => ({
  id,
  patient_id,
  status: 'finished',
  class: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|AMB',
  period_start
})
const store = plainStore({
  patient: [
    {
      id: 'aaa-1',
      birth_date: '1950-03-01',
      gender: 'female',
      given: 'Josephine',
      family: 'Okafor',
      record_number: 'MRN0012345',
      phone: '555-0100',
      address_line: '1 Elm Street',
      city: 'Boston',
      state: 'MA',
      postal_code: '02101'
    },
    { id: 'aab-2', birth_date: '1980-03-01', gender: 'male', given: 'Al', family: 'Zed' },
    { id: 'bbb-3', birth_date: '1952-03-01', gender: 'female', given: 'Bo', family: 'Adams' },
    { id: 'ccc-4', birth_date: '1990-03-01', gender: 'female', given: 'Cy', family: 'Old', deceased_at: '2019-01-01' }
  ],
  encounter: [
    visit('e1', 'aaa-1', '2019-02-01'),
    visit('e2', 'aaa-1', '2019-11-01T09:00:00Z'),
    visit('e3', 'aab-2', '2018-05-01'),
    visit('e4', 'aab-2', '2020-05-01')
  ],
  condition: [
    { id: 'c1', patient_id: 'aaa-1', code: `${sct}|44054006|Diabetes`, onset: '2015-01-01', clinical_status: 'active' },
    { id: 'c2', patient_id: 'bbb-3', code: `${sct}|195967001|Asthma`, onset: '2016-01-01', abatement: '2018-01-01' },
    { id: 'c3', patient_id: 'bbb-3', code: `${sct}|1|Migraine`, onset: '2016-01-01' }
  ],
  observation: [
    {
      id: 'o1',
      patient_id: 'aaa-1',
      status: 'final',
      code: 'http://loinc.org|4548-4|A1c',
      effective: '2019-02-01',
      value: 7.1,
      unit: '%'
    },
    {
      id: 'o2',
      patient_id: 'aaa-1',
      status: 'final',
      code: 'http://loinc.org|4548-4|A1c',
      effective: '2018-02-01',
      value: 54,
      unit: 'mmol/mol'
    },
    {
      id: 'o3',
      patient_id: 'aaa-1',
      status: 'final',
      code: 'http://loinc.org|4548-4|A1c',
      effective: '2018-06-01',
      value: 7.4,
      unit: '%'
    },
    {
      id: 'o4',
      patient_id: 'aaa-1',
      status: 'final',
      code: 'http://loinc.org|1|Note',
      effective: '2018-06-01',
      value_text: 'Called Josephine'
    }
  ]
})
const context = { asOf: day('2019-12-31'), filters: [] }

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
      ['observations', 'A1c', '7.4 %'],
      ['observations', 'Note', '••••'],
      ['encounters', 'Ambulatory', 'finished'],
      ['observations', 'A1c', '7.1 %'],
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

describe('rows', () => {
  const rows = (params: Partial<PanelParams<'rows'>>) =>
    runPanel(store, shippedRegistries, 'rows', context, {
      selector: { table: 'patient', asOf: context.asOf, filters: [], where: [] },
      offset: 0,
      limit: 10,
      revealed: false,
      ...params
    })
  const cells = (panel: ReturnType<typeof rows>, name: string): string[] => {
    const at = panel.columns.findIndex((column) => column.name === name)
    return panel.rows.map((row) => row.cells[at]!)
  }

  it('mask what tells who a person is', () => {
    const hidden = rows({})
    expect(hidden.total).toBe(4)
    expect(cells(hidden, 'family')).toEqual(['••••', '••••', '••••', '••••'])
    expect(cells(hidden, 'phone')).toEqual(['••••', '', '', ''])
    expect(cells(hidden, 'gender')).toEqual(['female', 'male', 'female', 'female'])
    expect(JSON.stringify(hidden)).not.toMatch(/Okafor|Josephine|Elm Street|1950-03-01/)
    expect(cells(rows({ revealed: true }), 'family')).toEqual(['Okafor', 'Zed', 'Adams', 'Old'])
  })

  it('are sorted by a column, but not by a hidden one', () => {
    expect(cells(rows({ sort: { column: 'gender', descending: true } }), 'id')).toEqual([
      'aab-2',
      'aaa-1',
      'bbb-3',
      'ccc-4'
    ])
    expect(cells(rows({ sort: { column: 'family', descending: false } }), 'id')).toEqual([
      'aaa-1',
      'aab-2',
      'bbb-3',
      'ccc-4'
    ])
    expect(cells(rows({ sort: { column: 'family', descending: false }, revealed: true }), 'id')).toEqual([
      'bbb-3',
      'aaa-1',
      'ccc-4',
      'aab-2'
    ])
  })

  it('of any table say how many people they are about, and where they come from', () => {
    const panel = rows({
      selector: { table: 'encounter', asOf: context.asOf, filters: [], where: [] },
      offset: 1,
      limit: 2
    })
    expect([panel.total, panel.people]).toEqual([4, 2])
    expect(cells(panel, 'period_start')).toEqual(['2019-11-01 09:00', '2018-05-01'])
    expect(panel.rows.map((row) => [row.patient, row.source?.resourceType])).toEqual([
      [0, 'Encounter'],
      [1, 'Encounter']
    ])
    expect(panel.columns.find((column) => column.name === 'period_start')?.label).toBe('Period start')
  })

  it('show values, units and codes in words', () => {
    const selector = {
      table: 'observation',
      asOf: context.asOf,
      filters: [],
      where: [{ column: 'value', from: 7, to: 7.2 }]
    }
    const panel = rows({ selector })
    expect([cells(panel, 'value'), cells(panel, 'unit'), cells(panel, 'code')]).toEqual([['7.1'], ['%'], ['A1c']])
    expect(panel.columns.find((column) => column.name === 'value')?.numeric).toBe(true)
  })
})

import { describe, expect, it } from 'vitest'
import type { PanelParams } from '#engine/population/panels/results/panel.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
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
      ].map(([effective, value], index) => ({
        id: String(index),
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

  it('shows and sorts by the day on which the condition of a registry was first recorded', () => {
    const diabetes = { code: 'http://snomed.info/sct|44054006', onset: '2010-01-01' }
    const people = plainStore({
      patient: ['a', 'b', 'c'].map((id) => ({ id, birth_date: '1960-01-01' })),
      condition: [
        { id: '1', patient_id: 'a', ...diabetes, recorded_date: '2016-05-01' },
        { id: '2', patient_id: 'b', ...diabetes, recorded_date: '2014-05-01' }
      ]
    })
    const { rows } = runPanel(people, shippedRegistries, 'patients', context, {
      query: '',
      registry: 'diabetes',
      sort: { column: 'firstRecorded', descending: false },
      offset: 0,
      limit: 9,
      revealed: false
    })
    expect(rows.map(({ id, firstRecorded }) => [id, firstRecorded])).toEqual([
      ['b', day('2014-05-01')],
      ['a', day('2016-05-01')],
      ['c', undefined]
    ])
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

import { describe, expect, it } from 'vitest'
import type { PanelParams } from '#engine/population/panels/results/panel.ts'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { plainStore } from '../selection/plain-store.ts'
import { context, store } from './people-store.ts'

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
    const index = panel.columns.findIndex((column) => column.name === name)
    return panel.rows.map((row) => row.cells[index]!)
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

describe('rows that name providers', () => {
  const tables = {
    patient: [{ id: 'a', birth_date: '1950-01-01', gender: 'female' }],
    practitioner: [
      { id: 'dr1', family: 'Hendricks', given: 'Julia' },
      { id: 'dr2', family: 'Cordova', given: 'Javier' }
    ],
    organization: [{ id: 'org1', name: 'Lakeside Clinic' }],
    encounter: ['dr1', 'dr2', 'lost'].map((id, index) => ({
      id: `e${index}`,
      patient_id: 'a',
      status: 'finished',
      period_start: '2019-06-01',
      practitioner_id: `Practitioner/${id}`,
      service_provider_id: 'Organization/org1'
    }))
  }
  const panel = (sort?: PanelParams<'rows'>['sort']) =>
    runPanel(plainStore(tables), shippedRegistries, 'rows', context, {
      selector: { table: 'encounter', asOf: context.asOf, filters: [], where: [] },
      offset: 0,
      limit: 10,
      revealed: false,
      ...(sort === undefined ? {} : { sort })
    })
  const column = (of: ReturnType<typeof panel>, name: string): readonly string[] =>
    of.rows.map(({ cells }) => cells[of.columns.findIndex((each) => each.name === name)]!)

  it('show the name in place of the id, and the id where the data have no name', () => {
    const names = column(panel(), 'practitioner_id')
    expect(names.slice(0, 2)).toEqual(['Julia Hendricks', 'Javier Cordova'])
    expect(names[2]).toContain('lost')
    expect(new Set(column(panel(), 'service_provider_id'))).toEqual(new Set(['Lakeside Clinic']))
    expect(panel().columns.find(({ name }) => name === 'service_provider_id')?.label).toBe('Service provider')
  })

  it('are sorted by the name that is shown', () => {
    const sorted = panel({ column: 'practitioner_id', descending: false })
    expect(column(sorted, 'practitioner_id').slice(0, 2)).toEqual(['Javier Cordova', 'Julia Hendricks'])
  })
})

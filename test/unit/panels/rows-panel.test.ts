import { describe, expect, it } from 'vitest'
import type { PanelParams } from '#engine/panels/panel.ts'
import { runPanel } from '#engine/panels/run-panel.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
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

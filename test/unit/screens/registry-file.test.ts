import { describe, expect, it } from 'vitest'
import type { PatientRow } from '#engine/population/panels/results/patient-result.ts'
import { peopleFileColumns, registryFileColumns } from '../../../src-renderer/screens/people/patient-columns.ts'
import { day, format } from '../charts/chart-fixture.ts'

describe('the file of a registry', () => {
  it('has the value and the day of each result in columns of their own, open gaps and the PCP', () => {
    const row = {
      id: 'p1',
      name: 'M••••',
      age: 66,
      sex: 'Female',
      deceased: false,
      pcp: 'Ada Lovelace',
      payer: 'Medicare',
      lastEncounter: day(2026, 10, 2),
      source: 'Claims only',
      results: [
        { text: '7.4 %', day: day(2026, 2, 3), isCurrent: true },
        { text: '', day: undefined, isCurrent: false }
      ]
    } as unknown as PatientRow
    const columns = registryFileColumns(
      format(),
      { controls: ['A1c below 8 %', 'Blood pressure'], hasSources: true },
      new Map([['p1', 3]])
    )
    const cells = Object.fromEntries(columns.map(({ label, text }) => [label, text(row)]))
    expect(cells).toMatchObject({
      'A1c below 8 %': '7.4 %',
      'A1c below 8 %, day': '2026-02-03',
      'A1c below 8 %, in its time window': 'yes',
      'Blood pressure': '',
      'Blood pressure, day': '',
      'Open gaps': '3',
      'Known from': 'Claims only',
      PCP: 'Ada Lovelace',
      'Last encounter': '2026-10-02'
    })
  })
})

describe('the file of a list of people', () => {
  it('has days and counts that a program reads, and nothing where nothing is known', () => {
    const cells = (row: object) =>
      Object.fromEntries(peopleFileColumns(format()).map(({ label, text }) => [label, text(row as PatientRow)]))
    const known = { name: 'M••••', age: 66, sex: 'Female', deceased: false, payer: 'Medicare', practice: 'North' }
    expect(
      cells({ ...known, registries: ['Asthma', 'COPD'], encounters12m: 1204, lastEncounter: day(2026, 10, 2) })
    ).toEqual({
      Person: 'M••••',
      Age: '66',
      Sex: 'Female',
      Payer: 'Medicare',
      Practice: 'North',
      Registries: 'Asthma, COPD',
      'Encounters, 12 months': '1204',
      'Last encounter': '2026-10-02'
    })
    expect(cells({ name: 'M••••', deceased: false, registries: [], encounters12m: 0 })).toMatchObject({
      Age: '',
      Sex: '',
      Payer: '',
      Registries: '',
      'Last encounter': ''
    })
  })
})

import { describe, expect, it } from 'vitest'
import type { ColumnTest, Filter } from '#engine/base/figures/filter.ts'
import { populationOf } from '#engine/population/selection/population.ts'
import { resolveRows } from '#engine/population/rows/resolve-rows.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore } from './plain-store.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const sct = 'http://snomed.info/sct'
const store = plainStore({
  patient: [
    { id: '1', gender: 'female' },
    { id: '2', gender: 'male', deceased: true }
  ],
  organization: [{ id: 'o', name: 'Alpha', city: 'Boston' }],
  encounter: [
    { id: 'a', patient_id: '1', status: 'finished', class: `${act}|AMB`, period_start: '2020-01-31T23:59:00-05:00' },
    { id: 'b', patient_id: '1', status: 'cancelled', class: `${act}|EMER`, period_start: '2020-02-01' },
    { id: 'c', patient_id: '2', class: `${act}|EMER`, period_start: '2020-02-29' },
    { id: 'd', patient_id: '2', status: 'finished' },
    { id: 'e', patient_id: 'nobody', status: 'finished', period_start: '2020-02-10' }
  ],
  condition: [
    { id: 'c1', patient_id: '1', code: `${sct}|1`, onset: '2019-01-01', abatement: '2020-02-01' },
    { id: 'c2', patient_id: '1', code: `${sct}|2`, recorded_date: '2019-06-01', clinical_status: 'resolved' },
    { id: 'c3', patient_id: '1', code: `${sct}|3`, onset: '2019-07-01', verification_status: 'refuted' },
    { id: 'c4', patient_id: '1', code: `${sct}|4`, onset: '2019-08-01', verification_status: 'confirmed' }
  ],
  observation: [
    { id: 'o1', patient_id: '1', value: 7, effective: '2020-01-01' },
    { id: 'o2', patient_id: '1', value: 9, effective: '2020-01-02' },
    { id: 'o3', patient_id: '1', effective: '2020-01-03' }
  ]
})
const population = populationOf(store, shippedRegistries)

/** Ids of the rows found. */
function find(
  table: string,
  where: readonly ColumnTest[],
  filters: readonly Filter[] = [],
  asOf = '2020-01-31'
): string[] {
  const { others } = store.table(table).column('id', 'id')
  return [...resolveRows(population, { table, asOf: day(asOf), filters, where })].map((row) => others.get(row)!)
}

describe('rows of a selector', () => {
  it('are all rows without tests, those of unknown people too', () => {
    expect(find('encounter', [])).toEqual(['a', 'b', 'd', 'c', 'e'])
  })

  it('are those of the people whom the filters select', () => {
    expect(find('encounter', [], [{ dimension: 'sex', values: ['male'] }])).toEqual(['d', 'c'])
    expect(find('patient', [], [{ dimension: 'living', values: ['living'] }])).toEqual(['1'])
    expect(
      find('patient', [{ column: 'gender', in: ['male'] }], [{ dimension: 'living', values: ['living'] }])
    ).toEqual([])
  })

  it('pay no heed to filters in tables that are not about a person', () => {
    expect(
      find('organization', [{ column: 'city', in: ['Boston'] }], [{ dimension: 'sex', values: ['male'] }])
    ).toEqual(['o'])
  })

  it('compare days as they were written, both ends included; a missing day is in no range', () => {
    expect(find('encounter', [{ column: '@day', from: day('2020-02-01'), to: day('2020-02-29') }])).toEqual([
      'b',
      'c',
      'e'
    ])
    expect(find('encounter', [{ column: 'period_start', to: day('2020-01-31') }])).toEqual(['a'])
    expect(find('encounter', [{ column: 'period_start' }])).toEqual(['a', 'b', 'c', 'e'])
  })

  it('compare concepts as system and code, and missing values as empty text', () => {
    expect(find('encounter', [{ column: 'class', in: [`${act}|EMER`] }])).toEqual(['b', 'c'])
    expect(find('encounter', [{ column: 'class', in: [''] }])).toEqual(['d', 'e'])
    expect(find('encounter', [{ column: 'status', in: ['cancelled'], exclude: true }])).toEqual(['a', 'd', 'c', 'e'])
    expect(find('encounter', [{ column: 'patient_id', in: ['2'] }])).toEqual(['d', 'c'])
  })

  it('compare numbers', () => {
    expect(find('observation', [{ column: 'value', from: 7, to: 8 }])).toEqual(['o1'])
    expect(find('observation', [{ column: 'value' }])).toEqual(['o1', 'o2'])
  })

  it('know which diagnoses hold on the date', () => {
    const active: ColumnTest[] = [{ column: '@active', in: ['true'] }]
    expect(find('condition', active, [], '2020-01-31')).toEqual(['c1', 'c4'])
    expect(find('condition', active, [], '2020-02-01')).toEqual(['c4'])
    expect(find('condition', active, [], '2018-12-31')).toEqual([])
  })

  it('fail with a reason', () => {
    expect(() => find('encounter', [{ column: 'shoe', in: [] }])).toThrow('has no column "shoe"')
    expect(() => find('encounter', [{ column: 'status', from: 1 }])).toThrow('no days or numbers')
    expect(() => find('observation', [{ column: 'value', in: ['7'] }])).toThrow('cannot be compared with a list')
  })
})

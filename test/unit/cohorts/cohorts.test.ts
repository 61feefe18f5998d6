import { beforeEach, describe, expect, it } from 'vitest'
import { cohortTables } from '#engine/cohorts/members/cohort-tables.ts'
import { parseDefinition, definitionJson } from '#engine/cohorts/definition/read-definition.ts'
import type { CohortNode } from '#engine/cohorts/definition/cohort-definition.ts'
import { decide } from '#engine/cohorts/evaluate/decisions.ts'
import { funnelOf } from '#engine/cohorts/evaluate/funnel.ts'
import { ordinalsOf, type Bitset } from '#engine/base/kernels/bitset.ts'
import { noOrYes } from '#engine/population/selection/dimension.ts'
import type { TableSource } from '#engine/tables/model/table-source.ts'
import { noConcepts } from '#engine/tables/model/no-concepts.ts'
import { rowsOf } from '../../support/sql-rows.ts'
import { day } from '../selection/plain-store.ts'
import { asOf, definitionOf, fewPeople, loinc, type FewPeople } from './few-people.ts'

let few: FewPeople
const women: CohortNode = { type: 'filter', dimension: 'sex', values: ['female'] }
const listed = (...ids: string[]): CohortNode => ({ type: 'people', ids })
const inCohort = (cohort: string): CohortNode => ({ type: 'cohort', cohort })
const select = (id: string, values = ['yes'], date = asOf): number[] => [
  ...ordinalsOf(few.population.select(date, [{ dimension: `cohort:${id}`, values }]))
]

const cells = (table: TableSource) => {
  const { rows, cells: read } = rowsOf(table, noConcepts)
  return Array.from({ length: rows }, (_, row) => read.map((cell) => cell(row)))
}

beforeEach(() => {
  few = fewPeople({
    patient: ['a', 'b', 'c', 'd'].map((id) => ({
      id,
      gender: id === 'a' || id === 'b' ? 'female' : 'male',
      birth_date: id === 'b' ? '2026-06-01' : '1960-01-01'
    })),
    procedure: [{ id: 'p', patient_id: 'c', status: 'completed', code: 's|1', performed_start: '2026-02-03' }]
  })
})

describe('cohorts', () => {
  it('filter under their names, by the date, and no longer when they are gone', () => {
    few.cohorts.put({ id: 'w', definition: definitionOf([women], { title: 'Women' }) })
    expect([select('w'), select('w', ['no'])]).toEqual([[0, 1], [2, 3]]) // prettier-ignore
    // Born later.
    expect(select('w', ['yes'], day('2026-01-01'))).toEqual([0])
    expect(few.population.dimension('cohort:w').label).toBe('Cohort Women')
    few.cohorts.remove('w')
    expect(() => few.population.dimension('cohort:w')).toThrow('There is no filter')
    expect(() => few.cohorts.people('w', asOf)).toThrow('gone')
  })
  it('mean what they were changed to, and so do those that use them', () => {
    few.cohorts.put({ id: 'w', definition: definitionOf([women], { title: 'Women' }) })
    few.cohorts.put({ id: 'u', definition: definitionOf([inCohort('w')], { title: 'User' }) })
    expect([select('w'), select('u')]).toEqual([[0, 1], [0, 1]]) // prettier-ignore
    few.cohorts.put({ id: 'w', definition: definitionOf([{ type: 'none', criteria: [women] }], { title: 'Men' }) })
    expect([select('w'), select('u')]).toEqual([[2, 3], [2, 3]]) // prettier-ignore
    expect(few.cohorts.list(asOf).map(({ title, people }) => [title, people])).toEqual([
      ['Men', 2],
      ['User', 2]
    ])
  })
  it('count the people whom they list and who are not here', () => {
    few.cohorts.put({ id: 'l', definition: definitionOf([listed('d', 'gone', 'a')], { title: 'List' }) })
    expect(few.cohorts.cohort('l', asOf)).toMatchObject({ people: 2, missing: 1, unknown: 0 })
  })
  it('cannot use themselves, by whatever way', () => {
    few.cohorts.put({ id: 'x', definition: definitionOf([women], { title: 'X' }) })
    few.cohorts.put({ id: 'y', definition: definitionOf([inCohort('x')], { title: 'Y' }) })
    const circle = definitionOf([{ type: 'any', criteria: [inCohort('y')] }], { title: 'X' })
    expect(() => few.cohorts.put({ id: 'x', definition: circle })).toThrow('“X”, which uses “Y”, which uses “X”')
    expect(() => few.cohorts.put({ id: 'z', definition: definitionOf([inCohort('z')]) })).toThrow('cannot use itself')
    const filtered = definitionOf([{ type: 'filter', dimension: 'cohort:y', values: ['yes'] }], { title: 'X' })
    expect(() => few.cohorts.put({ id: 'x', definition: filtered })).toThrow('“X”, which uses “Y”, which uses “X”')
    // What was there is still there.
    expect(select('x')).toEqual([0, 1])
  })
  it('stay while others use them; one that was never there cannot be told', () => {
    few.cohorts.put({ id: 'x', definition: definitionOf([women], { title: 'X' }) })
    few.cohorts.put({ id: 'y', definition: definitionOf([inCohort('x')], { title: 'Y' }) })
    expect(() => few.cohorts.remove('x')).toThrow('“Y” uses “X”')
    expect(few.who(inCohort('gone'))).toBe('/abcd')
  })
  it('with a filter follow what the filter means now', () => {
    few.cohorts.put({ id: 'w', definition: definitionOf([women], { title: 'Women' }) })
    const inside: CohortNode = { type: 'filter', dimension: 'cohort:w', values: ['yes'] }
    few.cohorts.put({ id: 'f', definition: definitionOf([inside], { title: 'Filtered' }) })
    expect(select('f')).toEqual([0, 1])
    few.cohorts.put({ id: 'w', definition: definitionOf([{ type: 'none', criteria: [women] }], { title: 'Men' }) })
    expect(select('f')).toEqual([2, 3])
  })
  it('can be told once their filter is known', () => {
    const later: CohortNode = { type: 'filter', dimension: 'later', values: ['yes'] }
    expect(few.who(later)).toBe('/abcd')
    few.population.add({
      id: 'later',
      label: 'Later',
      group: 'people',
      hidden: true,
      fixed: true,
      values: noOrYes,
      codes: () => Int8Array.of(0, 1, 1, 0)
    })
    expect(few.who(later)).toBe('bc')
  })
  it('that are not saved open the people that they are now', () => {
    let members: Bitset = Uint32Array.of(0b0011)
    few = fewPeople({ patient: ['a', 'b', 'c'].map((id) => ({ id })) }, { measure: () => members })
    const measured = definitionOf([{ type: 'measure', measure: 'm', population: 'numerator' }])
    const filters = [{ dimension: few.cohorts.selections.part(measured, 'people'), values: ['yes'] }]
    const opened = (): number[] => [...ordinalsOf(few.population.select(asOf, filters))]
    expect(opened()).toEqual([0, 1])
    members = Uint32Array.of(0b0100)
    few.cohorts.refresh()
    expect(opened()).toEqual([2])
  })
  it('are tables with the index date', () => {
    const index = { pick: 'first', event: { domain: 'procedure' } } as const
    few.cohorts.put({ id: 'w', definition: definitionOf([listed('a', 'b')], { title: 'Women' }) })
    few.cohorts.put({ id: 'i', definition: definitionOf([], { title: 'Treated', index }) })
    const [cohort, member] = cohortTables(few.cohorts, asOf)
    expect(cells(cohort!).map((row) => row.slice(0, 4))).toEqual([
      ['w', 'Women', 2, 0],
      ['i', 'Treated', 1, 0]
    ])
    expect(JSON.stringify(cells(cohort!))).not.toContain('"ids')
    expect(cells(member!)).toEqual([
      ['w', 'Women', 'a', null],
      ['w', 'Women', 'b', null],
      ['i', 'Treated', 'c', '2026-02-03']
    ])
  })
})

describe('definitions', () => {
  it('are read as they were written', () => {
    const definition = definitionOf([{ type: 'any', criteria: [women, { type: 'age', at: 'as-of', from: 3 }] }])
    expect(parseDefinition(definitionJson(definition))).toEqual(definition)
  })
  it('that are wrong name the element', () => {
    expect(() => parseDefinition('{')).toThrow('not JSON')
    expect(() => parseDefinition('{"format":2}')).toThrow('later version')
    const wrong = JSON.stringify({ ...definitionOf([]), steps: [{ type: 'age', at: 'birth' }] })
    expect(() => parseDefinition(wrong)).toThrow('at "steps.0.at"')
    expect(() => parseDefinition(JSON.stringify({ ...definitionOf([]), more: 1 }))).toThrow('"more"')
    let deep: CohortNode = women
    for (let level = 0; level < 10; level++) deep = { type: 'all', criteria: [deep] }
    expect(() => parseDefinition(JSON.stringify(definitionOf([deep])))).toThrow('more than 8 deep')
  })
})

describe('what decides about a person', () => {
  const pressure = (id: string, patient: string, date: string, value: number) => ({
    id,
    patient_id: patient,
    code: 'http://loinc.org|8480-6|Systolic',
    effective: date,
    value,
    unit: 'mm[Hg]'
  })
  const { cohorts } = fewPeople({
    patient: ['a', 'b', 'c'].map((id) => ({ id, birth_date: '1960-01-01' })),
    observation: [
      pressure('1', 'a', '2026-05-01', 150),
      pressure('2', 'a', '2020-05-01', 160),
      pressure('3', 'b', '2026-05-01', 120)
    ]
  })
  const high: CohortNode = {
    type: 'event',
    event: {
      domain: 'result',
      codes: { codes: [{ system: 'http://loinc.org', code: '8480-6' }] },
      value: { comparison: '>=', value: 140, unit: 'mm[Hg]' }
    },
    when: { type: 'relative', anchor: 'as-of', from: { amount: -12, unit: 'months' } }
  }
  const stepOf = (patient: number) =>
    decide(cohorts.evaluator, definitionOf([high, { type: 'age', at: 'as-of', from: 70 }]), asOf, patient)

  it('are the records that count, those outside of the window, and values that do not pass', () => {
    const decided = stepOf(0)
    expect(decided).toMatchObject({ answer: 'no', steps: [{ answer: 'yes' }, { answer: 'no', fact: 'Age 66' }] })
    expect(decided.steps[0]!.rows.map(({ text, outside }) => [text, outside])).toEqual([
      ['Systolic: 150 mmHg', undefined],
      ['Systolic: 160 mmHg', 'before-window']
    ])
    expect(stepOf(1).steps[0]!.rows.map(({ text, outside }) => [text, outside])).toEqual([
      ['Systolic: 120 mmHg', 'other-value']
    ])
    expect(stepOf(2).steps[0]).toMatchObject({ answer: 'no', fact: 'No such record', rows: [] })
  })
})

describe('results in a unit that cannot be compared', () => {
  it('are told with the unit of the comparison, or without one', () => {
    const { cohorts } = fewPeople({
      patient: [{ id: 'a', birth_date: '1960-10-31' }],
      observation: [
        { id: 'o', patient_id: 'a', code: `${loinc}|33914-3`, effective: '2026-01-01', value: 5, unit: 'mg' }
      ]
    })
    const codes = { codes: [{ system: loinc, code: '33914-3', match: 'exact' as const }] }
    const reasonFor = (unit: string): string | undefined => {
      const value = { comparison: '>=', value: 1, unit } as const
      const step: CohortNode = { type: 'event', event: { domain: 'result', codes, value } }
      return funnelOf(cohorts.evaluator.evaluate(definitionOf([step]), asOf)).steps[0]?.alone.reason
    }
    expect(reasonFor('mmol/L')).toBe('a result is in a unit that cannot be converted to mmol/L')
    expect(reasonFor('')).toBe('a result is in a unit, and the comparison names none')
  })
})

import { describe, expect, it } from 'vitest'
import { type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { alive, dead, loinc, open, opened, outcome, result, tally, visit } from './check-store.ts'

const sct = 'http://snomed.info/sct'

describe('temporal checks', () => {
  it('find records after death, to the day, and not planned visits', () => {
    const store = open({
      encounter: [
        visit('same-day', 'b', '2019-03-10T20:00:00Z'),
        visit('after', 'b', '2019-03-17'),
        visit('planned', 'b', '2019-04-01', { status: 'planned' }),
        visit('living', 'a', '2019-03-17')
      ]
    })
    expect(tally(outcome(store, 'after-death/encounter'))).toEqual([2, 1])
    expect(opened(store, 'after-death/encounter')).toEqual(['after'])
    expect(outcome(store, 'after-death/encounter').people).toBe(1)
  })

  it('do not check against a day of death that is known to the month only', () => {
    const store = open({
      patient: [{ ...dead, deceased_at: '2019-03' }],
      encounter: [visit('after', 'b', '2019-03-17')]
    })
    expect(tally(outcome(store, 'after-death/encounter'))).toEqual([0, 0])
  })

  it('find records before birth and in the future', () => {
    const store = open({
      condition: [
        { id: 'early', patient_id: 'a', code: `${sct}|1|Asthma`, onset: '1960-04-30' },
        { id: 'birth', patient_id: 'a', code: `${sct}|2|Jaundice`, onset: '1960-05-01' },
        { id: 'late', patient_id: 'a', code: `${sct}|1|Asthma`, onset: '2020-07-01' }
      ],
      encounter: [visit('called-off', 'a', '2021-01-01', { status: 'cancelled' }), visit('wrong', 'a', '2021-01-01')]
    })
    expect(opened(store, 'before-birth/condition')).toEqual(['early'])
    expect(opened(store, 'future/condition')).toEqual(['late'])
    expect(opened(store, 'future/encounter')).toEqual(['wrong'])
  })

  it('find an end before the start, by instants where both have a time', () => {
    const store = open({
      encounter: [
        visit('backwards', 'a', '2019-01-01T10:00:00Z', { period_end: '2019-01-01T09:00:00Z' }),
        visit('zone', 'a', '2019-01-02T10:00:00+02:00', { period_end: '2019-01-02T09:00:00Z' }),
        visit('date', 'a', '2019-01-03T10:00:00Z', { period_end: '2019-01-03' }),
        visit('open', 'a', '2019-01-04T10:00:00Z')
      ]
    })
    expect(tally(outcome(store, 'end-before-start/encounter'))).toEqual([3, 1])
    expect(opened(store, 'end-before-start/encounter')).toEqual(['backwards'])
  })

  it('find a first record that is decades before the rest', () => {
    const store = open({
      encounter: [
        visit('placeholder', 'b', '1970-01-01'),
        visit('second', 'b', '2010-01-01'),
        visit('early', 'a', '1995-01-01'),
        visit('late', 'a', '2010-01-01')
      ]
    })
    expect(tally(outcome(store, 'lone-first-record'))).toEqual([2, 1])
    expect(opened(store, 'lone-first-record')).toEqual(['b'])
  })

  it('do not take a diagnosis that began decades before the first visit for a wrong date', () => {
    const store = open({
      encounter: [visit('first', 'a', '2010-01-01'), visit('second', 'a', '2010-02-01')],
      condition: [{ id: 'c', patient_id: 'a', code: `${sct}|1|Asthma`, onset: '1965-01-01' }]
    })
    expect(tally(outcome(store, 'lone-first-record'))).toEqual([1, 0])
  })

  it('do not take surgery and vaccines of the history for wrong dates', () => {
    const visits = [visit('first', 'a', '2020-01-01'), visit('second', 'a', '2020-02-01')]
    const history = open({
      encounter: visits,
      procedure: [
        {
          id: 'p',
          patient_id: 'a',
          status: 'completed',
          code: `${sct}|38102005|Cholecystectomy`,
          performed: '1991-05-05'
        }
      ],
      immunization: [{ id: 'i', patient_id: 'a', status: 'completed', occurrence: '1965-05-05' }]
    })
    expect(tally(outcome(history, 'lone-first-record'))).toEqual([1, 0])
  })

  it('find lives that end before they begin, and ages that nobody reaches', () => {
    const person = (id: string, birth_date: string, deceased_at?: string): PlainRow => ({
      id,
      birth_date,
      ...(deceased_at === undefined ? {} : { deceased_at })
    })
    const store = open({
      patient: [
        alive,
        person('reversed', '2001-05-01', '2001-04-30'),
        person('same-day', '2001-05-01', '2001-05-01T03:00:00Z'),
        person('year', '2001-05-01', '2001'),
        person('old', '1870-01-01'),
        person('oldest', '1905-07-01'),
        person('was-old', '1850-01-01', '1949-01-01'),
        person('unborn', '2020-07-15')
      ],
      encounter: ['old', 'oldest', 'unborn'].map((id) => visit(`v-${id}`, id, '2020-06-01'))
    })
    expect(tally(outcome(store, 'death-before-birth'))).toEqual([4, 1])
    expect(opened(store, 'death-before-birth')).toEqual(['reversed'])
    expect(tally(outcome(store, 'plausible-birth'))).toEqual([8, 2])
    expect(opened(store, 'plausible-birth')).toEqual(['old', 'unborn'])
    // Old data say nothing of who has died since.
    const before = open({ patient: [person('old', '1904-01-01')], encounter: [visit('v', 'old', '2010-06-01')] })
    expect(tally(outcome(before, 'plausible-birth'))).toEqual([1, 0])
  })
})

describe('value checks', () => {
  it('find results that no living person has, in the unit of the limits', () => {
    const store = open({
      observation: [
        result('low', '4548-4', 2.4, '%'),
        result('fine', '4548-4', 7.1, '%'),
        result('ifcc', '4548-4', 54, 'mmol/mol')
      ]
    })
    expect(tally(outcome(store, 'limits/a1c'))).toEqual([2, 1])
    expect(opened(store, 'limits/a1c')).toEqual(['low'])
  })

  it('find a code that comes in two units', () => {
    const store = open({
      observation: [
        result('g-dl-1', '10834-0', 2.9, 'g/dL'),
        result('g-dl-2', '10834-0', 3.1, 'G/DL'),
        result('g-l', '10834-0', 29, 'g/L'),
        result('other', '2160-0', 1, 'mg/dL')
      ]
    })
    expect(tally(outcome(store, 'one-unit/observation'))).toEqual([4, 1])
    expect(opened(store, 'one-unit/observation')).toEqual(['g-l'])
  })

  it('compare diastolic with systolic within one blood pressure', () => {
    const part = (observation_id: string, code: string, value: number): PlainRow => ({
      observation_id,
      patient_id: 'a',
      effective: '2019-01-01',
      code: `${loinc}|${code}|Pressure`,
      value,
      unit: 'mm[Hg]'
    })
    const store = open({
      observation_component: [
        part('sound', '8480-6', 120),
        part('sound', '8462-4', 80),
        part('swapped', '8480-6', 80),
        part('swapped', '8462-4', 120),
        part('alone', '8462-4', 80)
      ]
    })
    // A plain store has a resource for each row; parts of one blood pressure share theirs.
    const table = store.table('observation_component')
    const parts = { ...table, resource: Int32Array.of(0, 0, 1, 1, 2) }
    const tables = new Map([...store.tables, [table.name, parts]])
    const joined = { ...store, tables, table: (name: string) => tables.get(name)! }
    expect(tally(outcome(joined, 'diastolic-below-systolic'))).toEqual([2, 1])
  })
})

describe('pattern checks', () => {
  const people = Array.from({ length: 10 }, (_, index) => ({ id: `h${index}`, birth_date: '1950-01-01' }))
  const condition = people.map(({ id }) => ({
    id: `c-${id}`,
    patient_id: id,
    code: `${sct}|59621000|Hypertension`,
    onset: '2010-01-01'
  }))
  const pressures = (count: number, value: (index: number) => number): PlainRow[] =>
    Array.from({ length: count }, (_, index) =>
      result(`p${index}`, '8480-6', value(index), 'mm[Hg]', {
        patient_id: `h${index % 10}`,
        effective: `2019-01-${10 + (index % 20)}`
      })
    )
  const both = (tables: PlainTables): [number, number] =>
    tally(outcome(open({ patient: people, condition, ...tables }), 'both-sides/systolic'))

  it('find that every reading of people with hypertension is 140 or more', () => {
    const store = open({ patient: people, condition, observation: pressures(40, (index) => 140 + index) })
    expect(tally(outcome(store, 'both-sides/systolic'))).toEqual([40, 40])
    expect(opened(store, 'both-sides/systolic')).toHaveLength(40)
  })

  it('are content with readings on both sides, and say nothing of few people', () => {
    expect(both({ observation: pressures(40, (index) => 120 + index) })).toEqual([40, 0])
    expect(both({ observation: pressures(40, (index) => 140 + index), condition: [] })).toEqual([0, 0])
    const ofNine = condition.filter(({ patient_id }) => patient_id !== 'h9')
    expect(both({ observation: pressures(40, (index) => 140 + index), condition: ofNine })).toEqual([0, 0])
  })

  it('find one value in more than half of the results', () => {
    const store = open({ observation: pressures(40, (index) => (index < 25 ? 120 : 100 + index)) })
    expect(tally(outcome(store, 'vary/systolic'))).toEqual([40, 25])
  })
})

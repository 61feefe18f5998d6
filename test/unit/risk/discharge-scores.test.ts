import { describe, expect, it } from 'vitest'
import { dischargeScores, type Discharge } from '#engine/risk/discharge/discharge-scores.ts'
import {
  hospitalAdmissions,
  hospitalBands,
  hospitalPoints,
  LACE_ACUTE,
  laceComorbidity,
  laceLength,
  laceVisits
} from '#engine/risk/discharge/score-tables.ts'
import { shippedIndex } from '../../support/risk-definitions.ts'
import { plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const icd = 'http://hl7.org/fhir/sid/icd-10-cm'

const visit = (id: string, kind: string, period_start: string, period_end = period_start): PlainRow => ({
  id,
  patient_id: 'a',
  status: 'finished',
  class: `${act}|${kind}`,
  period_start,
  period_end
})

const result = (code: string, on: string, value: number, unit: string): PlainRow => ({
  id: `${code}-${on}`,
  patient_id: 'a',
  status: 'final',
  code: `http://loinc.org|${code}`,
  effective: on,
  value,
  unit
})

const first = visit('first', 'AMB', '2018-01-01')

function last(tables: PlainTables): Discharge {
  const store = plainStore({ patient: [{ id: 'a', birth_date: '1950-01-01' }], ...tables })
  return dischargeScores(store, shippedIndex('charlson')).at(-1)!
}

const pointsOf = ({ items }: Discharge['lace']): string => items.map(({ points }) => points ?? '?').join(' ')

describe('tables of points', () => {
  it('LACE, van Walraven 2010 table 5', () => {
    expect([0, 1, 2, 3, 4, 6, 7, 13, 14, 60].map(laceLength)).toEqual([0, 1, 2, 3, 4, 4, 5, 5, 7, 7])
    expect([0, 1, 2, 3, 4, 9].map(laceComorbidity)).toEqual([0, 1, 2, 3, 5, 5])
    expect([0, 1, 2, 3, 4, 12].map(laceVisits)).toEqual([0, 1, 2, 3, 4, 4])
    expect(laceLength(14) + LACE_ACUTE + laceComorbidity(4) + laceVisits(4)).toBe(19)
  })

  it('HOSPITAL, Donzé 2013 and 2016', () => {
    expect([0, 1, 5, 6].map((count) => hospitalAdmissions(count, '2013'))).toEqual([0, 2, 2, 5])
    expect([0, 1, 2, 5, 6].map((count) => hospitalAdmissions(count, '2016'))).toEqual([0, 0, 2, 2, 5])
    const { hemoglobin, oncology, sodium, procedure, urgent, length } = hospitalPoints
    const most = [hemoglobin, oncology, sodium, procedure, urgent, length].reduce((sum, { points }) => sum + points, 5)
    expect(most).toBe(13)
    expect(hospitalBands.map(({ from }) => from)).toEqual([0, 5, 7])
  })
})

describe('a discharge', () => {
  const stay = [first, visit('e', 'EMER', '2019-06-01'), visit('s', 'IMP', '2019-06-01', '2019-06-06')]

  it('has LACE from its records', () => {
    const { lace } = last({
      encounter: [...stay, visit('e2', 'EMER', '2019-03-01'), visit('e3', 'EMER', '2018-06-01')],
      condition: [
        { id: 'c', patient_id: 'a', recorded_date: '2019-01-01', code: `${icd}|I50.9` },
        { id: 'd', patient_id: 'a', recorded_date: '2019-06-02', code: `${icd}|E11.9` }
      ]
    })
    // Five days; through the emergency department; heart failure 2 and diabetes 1; one visit in six months.
    expect(pointsOf(lace)).toBe('4 3 3 1')
    expect(lace.points).toBe(11)
  })

  it('has no LACE where the records begin less than six months before', () => {
    const { lace } = last({ encounter: [...stay.slice(1), visit('new', 'EMER', '2019-02-01')] })
    expect(pointsOf(lace)).toBe('4 3 ? ?')
    expect(lace.items.at(-1)!.finding).toBe('the records begin less than six months before the stay')
    // Four visits make all the points there are.
    const visits = [2, 3, 4, 5].map((month) => visit(`v${month}`, 'EMER', `2019-0${month}-01`))
    expect(last({ encounter: [...stay.slice(1), ...visits] }).lace.items.at(-1)).toMatchObject({
      finding: '4',
      points: 4
    })
    const from = visit('old', 'AMB', '2018-12-01')
    expect(last({ encounter: [...stay.slice(1), from] }).lace.items.at(-1)).toMatchObject({ finding: '0', points: 0 })
  })

  it('has one score for a stay that goes on in another hospital', () => {
    const moved = [visit('t', 'IMP', '2019-06-06', '2019-06-10'), visit('u', 'IMP', '2019-06-11', '2019-06-16')]
    const tables = {
      encounter: [...stay, ...moved, visit('s0', 'IMP', '2018-12-01', '2018-12-03')],
      procedure: [{ id: 'p', patient_id: 'a', status: 'completed', code: 'x|y', performed_start: '2019-06-02' }]
    }
    const { admitted, discharged, lace, hospital } = last(tables)
    // From June 1 to June 16, through the emergency department; the visit led to it, and one stay was before.
    expect(discharged - admitted).toBe(15)
    expect(pointsOf(lace)).toBe('7 3 ? 0')
    expect(pointsOf(hospital)).toBe('? ? ? 1 1 2 2')
  })

  it('counts an earlier stay that went on in another hospital once', () => {
    const earlier = [
      ['2018-07-01', '2018-07-03'],
      ['2018-08-01', '2018-08-03'],
      ['2018-09-01', '2018-09-03'],
      ['2018-10-01', '2018-10-03'],
      ['2018-11-01', '2018-11-03'],
      ['2018-11-03', '2018-11-08'],
      ['2018-11-09', '2018-11-12']
    ].map(([from, to], index) => visit(`s${index}`, 'IMP', from!, to))
    const { hospital } = last({ encounter: [first, ...earlier, visit('s', 'IMP', '2019-06-01', '2019-06-06')] })
    // Five admissions make 2 points, and six would make 5.
    expect(hospital.items.find(({ id }) => id === 'admissions')).toMatchObject({ finding: '5', points: 2 })
  })

  it('counts the earlier stays that lie within one that nobody closed in time', () => {
    const earlier = [
      ['2017-01-01', '2019-03-31'],
      ['2018-08-01', '2018-08-03'],
      ['2018-09-01', '2018-09-03']
    ].map(([from, to], index) => visit(`s${index}`, 'IMP', from!, to))
    const { hospital } = last({ encounter: [first, ...earlier, visit('s', 'IMP', '2019-06-01', '2019-06-06')] })
    expect(hospital.items.find(({ id }) => id === 'admissions')).toMatchObject({ finding: '2' })
  })

  it('is urgent after an emergency visit of several days', () => {
    const { lace } = last({
      encounter: [first, visit('e', 'EMER', '2019-05-29', '2019-05-31'), visit('s', 'IMP', '2019-06-01', '2019-06-06')]
    })
    expect(pointsOf(lace)).toBe('4 3 ? 0')
  })

  it('has HOSPITAL from its records', () => {
    const { hospital } = last({
      encounter: [...stay, visit('s0', 'IMP', '2018-12-01', '2018-12-03')],
      condition: [{ id: 'c', patient_id: 'a', encounter_id: 's', recorded_date: '2019-06-02', code: `${icd}|C34.9` }],
      procedure: [{ id: 'p', patient_id: 'a', status: 'completed', code: 'x|y', performed_start: '2019-06-02' }],
      observation: [
        result('718-7', '2019-06-01', 13, 'g/dL'),
        result('718-7', '2019-06-05', 119, 'g/L'),
        result('2951-2', '2019-06-05', 135, 'mmol/L')
      ]
    })
    expect(pointsOf(hospital)).toBe('1 2 0 1 1 2 2')
    expect(hospital.points).toBe(9)
  })

  it('has no score where an input is missing, but its range', () => {
    const { lace, hospital } = last({ encounter: [first, visit('s', 'IMP', '2019-06-01', '2019-06-02')] })
    expect(lace.points).toBeUndefined()
    expect(lace.range).toEqual([1, 1 + 3 + 5 + 4])
    expect(lace.missing).toContain('the data contain no emergency visits')
    expect(hospital.points).toBeUndefined()
    expect(hospital.missing).toContain('no hemoglobin was measured in the stay')
    expect(hospital.missing).toContain('the data contain no procedures')
  })

  it('cannot count earlier admissions where the records begin later', () => {
    const { hospital } = last({ encounter: [visit('s', 'IMP', '2019-06-01', '2019-06-02')] })
    expect(hospital.missing).toContain('the records begin less than twelve months before the stay')
  })
})

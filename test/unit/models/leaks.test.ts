import { describe, expect, it } from 'vitest'
import { eligiblePeople, followUpEnd, personExamples } from '#engine/models/examples/person-examples.ts'
import { openDischarges } from '#engine/models/examples/stay-examples.ts'
import { splitExamples } from '#engine/models/examples/split-examples.ts'
import type { ModelExamples } from '#engine/models/features/model-examples.ts'
import { featureMatrix, modelFeatures } from '#engine/models/features/model-features.ts'
import { personFeatures } from '#engine/tables/features/person-features.ts'
import { allPeople } from '#engine/population/people/all-people.ts'
import { shippedRisk } from '../../support/risk-definitions.ts'
import { day, type PlainRow, type PlainTables } from '../selection/plain-store.ts'
import { heartFailurePeople, lastDayOfPeople, populationOfTables } from './model-people.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const index = day('2024-01-01')

/** What is known of a person before the index date. */
const before: PlainTables = {
  patient: [
    { id: 'a', birth_date: '1950-05-05', gender: 'female' },
    { id: 'b', birth_date: '1960-05-05', gender: 'male' }
  ],
  encounter: [
    visit('v1', 'AMB', '2022-11-01'),
    visit('v2', 'EMER', '2023-06-01'),
    visit('v3', 'IMP', '2023-06-01', '2023-06-04')
  ],
  condition: [condition('c1', 'E11.9', '2023-02-01')],
  observation: [result('o1', '4548-4', '2023-03-01', 7.1, '%'), result('o2', '4548-4', '2023-08-01', 7.9, '%')],
  medication_request: [{ id: 'm1', patient_id: 'a', status: 'active', intent: 'order', authored_on: '2023-07-01' }],
  explanation_of_benefit: [claim('x1', '2023-06-04', '2023-07-01', 8000)]
}

/** What would give the outcome away: each on the index date or after it, or not yet known on it. */
const planted: PlainTables = {
  encounter: [
    visit('w1', 'IMP', '2024-01-01', '2024-01-05'),
    visit('w2', 'EMER', '2024-01-01'),
    visit('w3', 'AMB', '2024-02-01')
  ],
  condition: [
    // Began long before, and was recorded afterwards.
    { ...condition('d1', 'I50.9', '2024-01-01'), onset: '2021-01-01' },
    condition('d2', 'J44.9', '2024-01-02')
  ],
  observation: [result('q1', '4548-4', '2024-01-01', 12.5, '%')],
  medication_request: [{ id: 'n1', patient_id: 'a', status: 'active', intent: 'order', authored_on: '2024-01-01' }],
  explanation_of_benefit: [
    // Service before, paid afterwards.
    claim('y1', '2023-12-20', '2024-01-15', 90000),
    claim('y2', '2024-01-03', '2024-01-20', 70000)
  ]
}

const both: PlainTables = Object.fromEntries(
  Object.keys({ ...before, ...planted }).map((table) => [table, [...(before[table] ?? []), ...(planted[table] ?? [])]])
)

const examples: ModelExamples = {
  patient: Int32Array.of(0, 1),
  index: Int32Array.of(index, index),
  stays: [
    { admitted: day('2023-12-28'), discharged: day('2023-12-31') },
    { admitted: day('2023-12-28'), discharged: day('2023-12-31') }
  ]
}

function valuesOf(tables: PlainTables): Readonly<Record<string, readonly number[]>> {
  const features = modelFeatures(populationOfTables(tables), shippedRisk, true)
  const { columns } = featureMatrix(features, examples)
  return Object.fromEntries(features.map(({ id }, place) => [id, [...columns[place]!]]))
}

describe('features', () => {
  it('see nothing of the index date or after it', () => {
    expect(valuesOf(both)).toEqual(valuesOf(before))
  })

  it('see what was planted once the date has passed', () => {
    const population = populationOfTables(both)
    const features = modelFeatures(population, shippedRisk, false)
    const later = { patient: Int32Array.of(0), index: Int32Array.of(day('2024-03-01')), stays: undefined }
    const { columns } = featureMatrix(features, later)
    const value = (id: string): number => columns[features.findIndex((each) => each.id === id)]![0]!
    expect(value('inpatient_stays_12m')).toBe(2)
    expect(value('emergency_visits_12m')).toBe(2)
    expect(value('has_heart_failure')).toBe(1)
    expect(value('has_copd')).toBe(1)
    expect(value('paid_12m')).toBe(168000)
    expect(value('prescriptions_12m')).toBe(2)
    expect(value('latest_hemoglobin_a1c')).toBe(12.5)
  })

  it('of the day after a date are those of person_feature on it', () => {
    const population = populationOfTables(before)
    const table = personFeatures(population, index - 1, [])
    const features = modelFeatures(population, shippedRisk, false)
    const { columns } = featureMatrix(features, { ...examples, stays: undefined })
    const shared = features.flatMap((feature, place) =>
      table.columns.some(({ name }) => name === feature.id) && feature.id !== 'visits_12m'
        ? [[feature.id, place] as const]
        : []
    )
    expect(shared.length).toBeGreaterThan(15)
    for (const [id, place] of shared) {
      const column = table.read(id)
      const theirs =
        column.kind === 'boolean' || column.kind === 'number' || column.kind === 'integer' ? [...column.values] : []
      const ours = [...columns[place]!].map((value, row) =>
        Number.isNaN(value) && !Number.isNaN(theirs[row]!) ? -1 : value
      )
      expect([id, ours]).toEqual([id, theirs.map((value) => Math.fround(value))])
    }
  })

  it('are missing, and not 0, where the data cannot tell', () => {
    const { patient, encounter } = before
    const values = valuesOf({ patient: patient!, encounter: encounter!.filter((row) => row['id'] === 'v1') })
    for (const id of [
      'paid_12m',
      'emergency_visits_12m',
      'prescriptions_12m',
      'latest_hemoglobin_a1c',
      'charlson_2011'
    ])
      expect([id, values[id]]).toEqual([id, [Number.NaN, Number.NaN]])
  })

  it('take the diagnoses of a claim from the day on which it was paid', () => {
    const { patient, encounter } = before
    const read = (...claims: readonly PlainRow[]) => {
      const values = valuesOf({
        patient: patient!,
        encounter: encounter!,
        explanation_of_benefit: claims,
        explanation_of_benefit_diagnosis: claims.map(({ id, code }) => ({
          explanation_of_benefit_id: id,
          sequence: 1,
          code: `${icd}|${String(code)}`
        }))
      })
      return ['charlson_2011', 'has_heart_failure', 'has_copd', 'conditions'].map((id) => values[id]![0])
    }
    const stay = (id: string, code: string, on: string, paid: string): PlainRow => ({
      ...claim(id, on, paid, 5000),
      type: 'institutional',
      bill_type: '111',
      code
    })
    const visitOf = (id: string, code: string, on: string, paid: string): PlainRow => ({
      ...claim(id, on, paid, 100),
      code
    })
    expect(read(stay('s', 'I50.9', '2023-12-20', '2023-12-31'))).toEqual([2, 1, 0, 1])
    expect(read(stay('s', 'I50.9', '2023-12-20', '2024-01-01'))).toEqual([0, 0, 0, 0])
    // Two visits more than 30 days apart, the later of which was paid afterwards.
    const first = visitOf('v', 'J44.9', '2023-06-01', '2023-07-01')
    expect(read(first, visitOf('w', 'J44.9', '2023-11-01', '2023-12-01'))).toEqual([1, 0, 1, 1])
    expect(read(first, visitOf('w', 'J44.9', '2023-11-01', '2024-02-01'))).toEqual([0, 0, 0, 0])
    // In their place another one counts that was paid in time.
    const other = visitOf('x', 'J44.9', '2023-09-01', '2023-10-01')
    expect(read(first, other, visitOf('w', 'J44.9', '2023-08-01', '2024-02-01'))).toEqual([1, 0, 1, 1])
  })

  it('know by claims that a stay was urgent, once the visit was paid', () => {
    // The stay of the examples is from December 28 to 31.
    const urgent = (on: string, paid: string): number | undefined =>
      valuesOf({
        patient: before['patient']!,
        explanation_of_benefit: [{ ...claim('e', on, paid, 100), bill_type: '131' }],
        explanation_of_benefit_item: [{ explanation_of_benefit_id: 'e', patient_id: 'a', revenue_code: '0450' }]
      })['stay_urgent']![0]
    expect(urgent('2023-12-28', '2023-12-31')).toBe(1)
    expect(urgent('2023-12-27', '2023-12-30')).toBe(1)
    expect(urgent('2023-12-28', '2024-01-01')).toBe(0)
    expect(urgent('2023-12-29', '2023-12-30')).toBe(0)
  })

  it('do not count a diagnosis of which nobody can tell when it was known', () => {
    const undated = { ...condition('u', 'I50.9', ''), recorded_date: undefined }
    expect(valuesOf({ ...before, condition: [...before['condition']!, undated] })).toEqual(valuesOf(before))
  })

  it('leave out prescriptions that did not come to be', () => {
    const order = (status: string | undefined): PlainRow => ({
      ...before['medication_request']![0]!,
      id: `status-${status ?? 'none'}`,
      status
    })
    const statuses = ['active', 'completed', 'stopped', undefined, 'draft', 'cancelled', 'entered-in-error']
    const { prescriptions_12m: counted } = valuesOf({ ...before, medication_request: statuses.map(order) })
    expect(counted).toEqual([4, 0])
  })

  it('are read from claims where there is no chart', () => {
    const values = valuesOf({
      patient: before['patient']!,
      explanation_of_benefit: [
        { ...claim('s1', '2023-06-01', '2023-07-01', 5000), type: 'institutional', sub_type: 'inpatient' },
        { ...claim('s2', '2023-12-30', '2024-02-01', 5000), type: 'institutional', sub_type: 'inpatient' }
      ]
    })
    expect(values['paid_12m']).toEqual([5000, 0])
    expect(values['visits_12m']).toEqual([1, 0])
  })
})

describe('examples', () => {
  const tables = heartFailurePeople(400, [0.5, 0.05])
  const view = populationOfTables(tables)
  const population = allPeople(view)

  it('to train on are over before those to test on begin', () => {
    for (const id of ['readmission-30', 'admission-6m'] as const) {
      const split = splitExamples(population, { id, share: 0.1 }, lastDayOfPeople)
      if (typeof split === 'string') throw new Error(split)
      const follow = id === 'readmission-30' ? 30 : 181
      expect(Math.max(...split.train.index) + follow).toBeLessThanOrEqual(Math.min(...split.test.index))
      expect(Math.max(...split.test.index) + follow).toBeLessThanOrEqual(lastDayOfPeople + 2)
    }
  })

  it('of one person to train on have outcomes at different times, so that no event counts twice', () => {
    const year = { id: 'admission-12m', share: 0.1 } as const
    const split = splitExamples(population, year, lastDayOfPeople)
    if (typeof split === 'string') throw new Error(split)
    const { patient, index: dates } = split.train
    const ends = new Map<number, number>()
    const twice = Array.from(patient.keys()).filter((row) => {
      const before = ends.get(patient[row]!)
      ends.set(patient[row]!, followUpEnd(year, dates[row]!))
      return before !== undefined && before > dates[row]!
    })
    expect(twice).toEqual([])
    expect(new Set(dates).size).toBe(2)
  })

  it('say where the records reach too short a time back', () => {
    const split = splitExamples(population, { id: 'admission-12m', share: 0.1 }, day('2022-06-01'))
    expect(split).toContain('the records must reach back 12 months before a first date')
  })

  it('are adults who are alive and not in hospital', () => {
    const people: PlainRow[] = [
      { id: 'child', birth_date: '2015-01-01' },
      { id: 'dead', birth_date: '1950-01-01', deceased_at: '2023-05-01' },
      { id: 'fine', birth_date: '1950-01-01' },
      { id: 'ward', birth_date: '1950-01-01' },
      { id: 'unseen', birth_date: '1950-01-01' }
    ]
    const encounter = ['child', 'dead', 'fine', 'ward'].map((id) => ({
      ...visit(`v-${id}`, 'AMB', '2023-04-01'),
      patient_id: id
    }))
    const ward = { ...visit('stay', 'IMP', '2023-12-30', '2024-01-03'), patient_id: 'ward' }
    const { store: few } = populationOfTables({ patient: people, encounter: [...encounter, ward] })
    expect([...eligiblePeople(few, index)]).toEqual([2])
  })

  it('of readmission wait for the living who are not back', () => {
    const asOf = day('2024-01-31')
    const patient: PlainRow[] = [
      { id: 'back', birth_date: '1950-01-01' },
      { id: 'died', birth_date: '1950-01-01', deceased_at: '2024-01-25' },
      { id: 'dead', birth_date: '1950-01-01', deceased: true },
      { id: 'home', birth_date: '1950-01-01' },
      { id: 'later', birth_date: '1950-01-01' },
      { id: 'moved', birth_date: '1950-01-01' },
      { id: 'twice', birth_date: '1950-01-01' }
    ]
    const stayOf = (who: string, from: string, to?: string): PlainRow => ({
      ...visit(`${who}-${from}`, 'IMP', from, to),
      patient_id: who,
      period_end: to
    })
    const { store } = populationOfTables({
      patient,
      encounter: [
        { ...visit('first', 'AMB', '2022-01-01'), patient_id: 'home' },
        ...patient.map(({ id }) => stayOf(String(id), '2024-01-05', '2024-01-10')),
        stayOf('back', '2024-01-20'),
        stayOf('later', '2024-02-02', '2024-02-04'),
        stayOf('moved', '2024-01-11', '2024-01-15'),
        stayOf('twice', '2024-01-20', '2024-01-24')
      ]
    })
    const { patient: found, index: from, stays } = openDischarges(store, asOf)
    expect(Array.from(found, (person) => patient[person]!['id'])).toEqual(['home', 'later', 'moved', 'twice'])
    expect([...from]).toEqual(['2024-01-11', '2024-01-11', '2024-01-16', '2024-01-25'].map(day))
    expect(stays!.map(({ admitted }) => admitted)).toEqual(
      ['2024-01-05', '2024-01-05', '2024-01-05', '2024-01-20'].map(day)
    )
  })

  it('leave out those whom nobody could follow, unless they had the event', () => {
    const patient = ['gone', 'ill', 'stayed'].map((id) => ({ id, birth_date: '1950-01-01' }))
    const coverage = [
      { id: 'k1', patient_id: 'gone', status: 'active', period_start: '2022-01-01', period_end: '2024-02-28' },
      { id: 'k2', patient_id: 'ill', status: 'active', period_start: '2022-01-01', period_end: '2024-02-28' },
      { id: 'k3', patient_id: 'stayed', status: 'active', period_start: '2022-01-01', period_end: '2025-12-31' }
    ]
    const encounter = [
      { ...visit('w', 'AMB', '2022-02-01'), patient_id: 'stayed' },
      { ...visit('s', 'IMP', '2024-02-01', '2024-02-03'), patient_id: 'ill' }
    ]
    const { store: few } = populationOfTables({ patient, coverage, encounter })
    const { patient: found, outcomes } = personExamples(few, { id: 'admission-6m', share: 0.1 }, index)
    expect([...found]).toEqual([1, 2])
    expect([...outcomes]).toEqual([1, 0])
  })
})

function visit(id: string, kind: string, from: string, to = from): PlainRow {
  return { id, patient_id: 'a', status: 'finished', class: `${act}|${kind}`, period_start: from, period_end: to }
}

function condition(id: string, code: string, recorded: string): PlainRow {
  return {
    id,
    patient_id: 'a',
    code: `${icd}|${code}`,
    clinical_status: 'active',
    verification_status: 'confirmed',
    recorded_date: recorded
  }
}

function result(id: string, code: string, on: string, value: number, unit: string): PlainRow {
  return { id, patient_id: 'a', status: 'final', code: `http://loinc.org|${code}`, effective: on, value, unit }
}

function claim(id: string, service: string, paid: string, amount: number): PlainRow {
  return {
    id,
    patient_id: 'a',
    status: 'active',
    use: 'claim',
    outcome: 'complete',
    type: 'professional',
    billable_start: service,
    billable_end: service,
    created: paid,
    payment_date: paid,
    payment_amount: amount
  }
}

import { describe, expect, it } from 'vitest'
import type { CohortNode } from '#engine/cohorts/definition/cohort-definition.ts'
import type { CodeSelection, EventQuery } from '#engine/cohorts/definition/criteria.ts'
import { emptyBitset, setBit } from '#engine/base/kernels/bitset.ts'
import { act, asOf, definitionOf, fewPeople, icd, loinc } from './few-people.ts'

const people = (letters: string, rest: Record<string, string> = {}) =>
  letters.split('').map((id) => ({ id, birth_date: '1960-10-31', gender: 'female', ...rest }))
const code = (system: string, text: string, match: 'exact' | 'prefix' = 'exact'): CodeSelection => ({
  codes: [{ system, code: text, match }]
})
const diabetes: EventQuery = { domain: 'condition', codes: code(icd, 'E11', 'prefix') }
const event = (query: EventQuery, rest: object = {}): CohortNode => ({ type: 'event', event: query, ...rest })
const months = (amount: number) => ({
  when: { type: 'relative', anchor: 'as-of', from: { amount: -amount, unit: 'months' } }
})

describe('events of the chart', () => {
  const condition = (patient: string, recorded: string | undefined, rest: object = {}) => ({
    id: `${patient}${recorded}${JSON.stringify(rest).length}`,
    patient_id: patient,
    code: `${icd}|E11.9`,
    recorded_date: recorded,
    ...rest
  })
  const { who } = fewPeople({
    patient: people('abcdefg'),
    condition: [
      condition('a', '2026-05-01'),
      condition('b', '2025-10-31'),
      condition('c', '2026-11-01'),
      condition('d', '2026-05-01', { verification_status: 'refuted' }),
      condition('e', '2026-05-01', { code: `${icd}|I10` }),
      condition('f', undefined),
      condition('g', '2026-01-01'),
      condition('g', '2026-01-01', { onset: '2020-01-01' }),
      condition('g', '2026-06-01')
    ]
  })

  it('count by typed codes and lists, those without a day too, and never after the date', () => {
    expect(who(event(diabetes))).toBe('abfg')
    expect(who(event({ domain: 'condition', codes: { lists: ['urn:list'] } }))).toBe('abfg')
    expect(who(event({ domain: 'condition', codes: code(icd, 'E11') }))).toBe('')
    expect(who(event({ domain: 'condition' }))).toBe('abefg')
  })
  it('look back months as everywhere: the twelve months up to October 31 begin on November 1', () => {
    expect(who(event(diabetes, months(12)))).toBe('ag')
    const days = { when: { type: 'relative', anchor: 'as-of', from: { amount: -365, unit: 'days' } } }
    expect(who(event(diabetes, days))).toBe('abg')
    expect(who(event(diabetes, { when: { type: 'dates', from: '2025-10-31', to: '2026-04-30' } }))).toBe('bg')
  })
  it('count on different days', () => {
    expect(who(event(diabetes, { days: 2 }))).toBe('g')
    expect(who(event(diabetes, { days: 3 }))).toBe('')
  })
  it('cannot be told where a list is not installed, or no record of the kind is there', () => {
    expect(who(event({ domain: 'condition', codes: { lists: ['urn:gone'] } }))).toBe('/abcdefg')
    expect(who(event({ domain: 'procedure', codes: code('x', 'y') }))).toBe('/abcdefg')
    // No procedure is not the same as none recorded.
    expect(who({ type: 'none', criteria: [event({ domain: 'procedure' })] })).toBe('/abcdefg')
    expect(who({ type: 'any', criteria: [event({ domain: 'procedure' }), event(diabetes)] })).toBe('abfg/cde')
  })
  it('are encounters by class, without those that did not take place', () => {
    const visit = (patient: string, rest: object = {}) => ({
      id: `${patient}v`,
      patient_id: patient,
      status: 'finished',
      class: `${act}|EMER`,
      period_start: '2026-02-01',
      ...rest
    })
    const here = fewPeople({
      patient: people('abc'),
      encounter: [visit('a'), visit('b', { class: `${act}|AMB` }), visit('c', { status: 'cancelled' })]
    })
    expect(here.who(event({ domain: 'encounter', codes: code(act, 'EMER') }))).toBe('a')
    expect(here.who(event({ domain: 'encounter' }))).toBe('ab')
  })
  it('are prescriptions, procedures and immunizations that were given', () => {
    const here = fewPeople({
      patient: people('ab'),
      medication_request: [
        { id: '1', patient_id: 'a', status: 'active', code: 'rx|1', authored_on: '2026-01-01' },
        { id: '2', patient_id: 'b', status: 'cancelled', code: 'rx|1', authored_on: '2026-01-01' }
      ],
      procedure: [
        { id: '3', patient_id: 'a', status: 'not-done', code: 'p|1', performed_start: '2026-01-01' },
        { id: '4', patient_id: 'b', status: 'completed', code: 'p|1', performed_start: '2026-01-01' }
      ],
      immunization: [{ id: '5', patient_id: 'a', status: 'completed', code: 'cvx|1', occurrence: '2026-01-01' }]
    })
    expect(here.who(event({ domain: 'drug', codes: code('rx', '1') }))).toBe('a')
    expect(here.who(event({ domain: 'procedure', codes: code('p', '1') }))).toBe('b')
    expect(here.who(event({ domain: 'immunization' }))).toBe('a')
  })
})

describe('results', () => {
  const result = (patient: string, value: number, unit: string | undefined, rest: object = {}) => ({
    id: `${patient}${value}`,
    patient_id: patient,
    code: `${loinc}|2345-7|Glucose`,
    effective: '2026-05-01',
    value,
    unit,
    ...rest
  })
  const { who } = fewPeople({
    patient: people('abcdef'),
    observation: [
      result('a', 200, 'mg/dL'),
      result('b', 2, 'g/L'),
      result('c', 100, 'mg/dL'),
      result('d', 900, 'parsec'),
      result('e', 200, 'mg/dL', { status: 'preliminary' })
    ]
  })
  const glucose = (value: EventQuery['value']): CohortNode =>
    event({ domain: 'result', codes: code(loinc, '2345-7'), ...(value === undefined ? {} : { value }) })

  it('are compared after conversion by UCUM; those that cannot be converted cannot be told', () => {
    expect(who(glucose({ comparison: '>=', value: 200, unit: 'mg/dL' }))).toBe('ab/d')
    expect(who(glucose({ comparison: '>', value: 200, unit: 'mg/dL' }))).toBe('/d')
    expect(who(glucose({ comparison: 'between', value: 1, to: 2, unit: 'g/L' }))).toBe('abc/d')
    expect(who(glucose({ comparison: '<', value: 2, unit: 'g/L' }))).toBe('c/d')
    expect(who(glucose({ comparison: '<=', value: 100, unit: 'mg/dL' }))).toBe('c/d')
    expect(who(glucose({ comparison: '=', value: 0.1, unit: 'g/dL' }))).toBe('c/d')
    expect(who(glucose(undefined))).toBe('abcd')
  })
  it('of a test are converted as its registries do', () => {
    const here = fewPeople({
      patient: people('ab'),
      observation: [
        result('a', 75, 'mmol/mol', { code: `${loinc}|4548-4|A1c` }),
        result('b', 7, '%', { code: `${loinc}|4548-4|A1c` })
      ]
    })
    const above = event({
      domain: 'result',
      codes: { lists: ['result:hemoglobin-a1c'] },
      value: { comparison: '>', value: 8, unit: '%' }
    })
    expect(here.who(above)).toBe('a')
  })
  it('count where they are text, or beyond the limit of a test', () => {
    const a1c = { code: `${loinc}|4548-4|A1c` }
    const here = fewPeople({
      patient: people('abcde'),
      observation: [
        { ...result('a', 0, undefined, a1c), value: undefined, value_text: '>14.0' },
        { ...result('b', 0, undefined, a1c), value: undefined, value_text: '7.1 %' },
        { ...result('c', 0, undefined, a1c), value: undefined, value_text: 'See comment' },
        result('d', 8, '%', { ...a1c, comparator: '>' }),
        result('e', 8, '%', a1c)
      ]
    })
    const above = event({
      domain: 'result',
      codes: { lists: ['result:hemoglobin-a1c'] },
      value: { comparison: '>', value: 8, unit: '%' }
    })
    expect(here.who(above)).toBe('ad')
  })
  it('are those that a text tells together', () => {
    const pressure = (patient: string, value_text: string, kind = '85354-9') =>
      result(patient, 0, undefined, { value: undefined, value_text, code: `${loinc}|${kind}` })
    const here = fewPeople({
      patient: people('abcde'),
      observation: [
        pressure('a', '150/96'),
        pressure('b', '128/96 mmHg', '55284-4'),
        pressure('c', '150/80 kPa'),
        pressure('d', 'See comment'),
        pressure('e', '150/80 mm[Hg]', '8480-6')
      ]
    })
    const above = (list: string, value: number) =>
      event({ domain: 'result', codes: { lists: [list] }, value: { comparison: '>=', value, unit: 'mm[Hg]' } })
    expect(here.who(above('result:systolic', 140))).toBe('a/c')
    expect(here.who(above('result:diastolic', 90))).toBe('ab/c')
    expect(here.who(event({ domain: 'result', codes: { lists: ['result:systolic'] } }))).toBe('abce')
  })
  it('are those of components, too', () => {
    const here = fewPeople({
      patient: people('ab'),
      observation_component: [
        {
          observation_id: 'x',
          patient_id: 'b',
          effective: '2026-01-01',
          code: `${loinc}|8480-6`,
          value: 150,
          unit: 'mm[Hg]'
        }
      ]
    })
    const high = { comparison: '>=', value: 140, unit: 'mm[Hg]' } as const
    expect(here.who(event({ domain: 'result', codes: code(loinc, '8480-6'), value: high }))).toBe('b')
  })
})

describe('sequences', () => {
  const low = (patient: string, date: string, value = 50) => ({
    id: `${patient}${date}`,
    patient_id: patient,
    code: `${loinc}|33914-3`,
    effective: date,
    value,
    unit: 'mL/min/{1.73_m2}'
  })
  const { who } = fewPeople({
    patient: people('abcd'),
    observation: [
      low('a', '2026-01-01'),
      low('a', '2026-04-01'),
      low('b', '2026-01-01'),
      low('b', '2026-03-31'),
      low('c', '2026-01-01'),
      low('d', '2026-01-01'),
      low('d', '2026-02-01', 70),
      low('d', '2026-09-01')
    ]
  })
  const query: EventQuery = {
    domain: 'result',
    codes: code(loinc, '33914-3'),
    value: { comparison: '<', value: 60, unit: 'mL/min/{1.73_m2}' }
  }
  it('are a second event so many days after the first', () => {
    expect(who({ type: 'sequence', first: query, then: query, minimumDays: 90 })).toBe('ad')
    expect(who({ type: 'sequence', first: query, then: query, minimumDays: 89, maximumDays: 90 })).toBe('ab')
    // An event does not follow itself.
    expect(who({ type: 'sequence', first: query, then: query })).toBe('abd')
    const late = { type: 'dates', from: '2026-02-01' } as const
    expect(who({ type: 'sequence', first: query, firstWhen: late, then: query })).toBe('')
  })
})

describe('people', () => {
  it('are of an age on the as-of or the index date; without a birth date it cannot be told', () => {
    const { who } = fewPeople({
      patient: [...people('a'), { id: 'b', birth_date: '1960-11-01' }, { id: 'c' }],
      procedure: ['a', 'b'].map((id) => ({
        id,
        patient_id: id,
        status: 'completed',
        code: 'p|1',
        performed_start: '2025-10-31'
      }))
    })
    expect(who({ type: 'age', at: 'as-of', from: 66 })).toBe('a/c')
    expect(who({ type: 'age', at: 'as-of', to: 65 })).toBe('b/c')
    const index = { pick: 'first', event: { domain: 'procedure' } } as const
    expect(who({ type: 'age', at: 'index', from: 65, to: 65 }, { index })).toBe('a')
    expect(who({ type: 'age', at: 'index', from: 64, to: 64 }, { index })).toBe('b')
  })
  it('have values of filters; where nothing is recorded it cannot be told', () => {
    const { who } = fewPeople({ patient: [...people('a'), { id: 'b', gender: 'male' }, { id: 'c' }] })
    expect(who({ type: 'filter', dimension: 'sex', values: ['female'] })).toBe('a/c')
    expect(who({ type: 'filter', dimension: 'sex', values: ['female', 'unknown'] })).toBe('ac')
    expect(who({ type: 'none', criteria: [{ type: 'filter', dimension: 'sex', values: ['female'] }] })).toBe('b/c')
    expect(who({ type: 'filter', dimension: 'sex', values: ['female'], exclude: true })).toBe('bc')
    expect(who({ type: 'filter', dimension: 'moon', values: ['new'] })).toBe('/abc')
  })
  it('are covered month by month', () => {
    const cover = (patient: string, start: string, end: string) => ({
      id: `${patient}${start}`,
      patient_id: patient,
      status: 'active',
      period_start: start,
      period_end: end
    })
    const { who } = fewPeople({
      patient: people('abc'),
      coverage: [
        cover('a', '2025-11-15', '2026-12-31'),
        cover('b', '2025-11-01', '2026-03-31'),
        cover('b', '2026-05-01', '2026-12-31')
      ]
    })
    expect(who({ type: 'enrollment', months: 12, at: 'as-of' })).toBe('a')
    expect(who({ type: 'enrollment', months: 12, at: 'as-of', gapMonths: 1 })).toBe('ab')
    expect(who({ type: 'enrollment', months: 13, at: 'as-of' })).toBe('')
    expect(fewPeople({ patient: people('a') }).who({ type: 'enrollment', months: 1, at: 'as-of' })).toBe('/a')
  })
  it('are in registries, by the day of the first record', () => {
    const { who } = fewPeople({
      patient: people('abc'),
      condition: [
        { id: '1', patient_id: 'a', code: `${icd}|I10`, recorded_date: '2026-09-01', verification_status: 'confirmed' },
        { id: '2', patient_id: 'b', code: `${icd}|I10`, recorded_date: '2020-09-01', verification_status: 'confirmed' }
      ]
    })
    expect(who({ type: 'registry', registry: 'hypertension' })).toBe('ab')
    expect(who({ type: 'registry', registry: 'hypertension', firstRecorded: months(6).when as never })).toBe('a')
    expect(who({ type: 'registry', registry: 'nothing' })).toBe('/abc')
  })
  it('have numbers in a range, or none', () => {
    const { who } = fewPeople({
      patient: people('ab'),
      observation: [{ id: '1', patient_id: 'a', code: `${loinc}|4548-4`, effective: '2026-05-01', value: 9, unit: '%' }]
    })
    expect(who({ type: 'number', number: 'latest_hemoglobin_a1c', from: 9 })).toBe('a/b')
    expect(who({ type: 'number', number: 'latest_hemoglobin_a1c', below: 9 })).toBe('/b')
    // Who was not tested is not one whose result is below 9 for certain.
    expect(who({ type: 'none', criteria: [{ type: 'number', number: 'latest_hemoglobin_a1c', below: 9 }] })).toBe('a/b')
    expect(who({ type: 'number', number: 'latest_hemoglobin_a1c', missing: true })).toBe('b')
    expect(who({ type: 'number', number: 'height', from: 1 })).toBe('/ab')
  })
  it('have diagnoses of claims by the Conditions that these refer to', () => {
    const claim = (patient: string, on: string) => ({
      id: `${patient}${on}`,
      patient_id: patient,
      status: 'active',
      use: 'claim',
      outcome: 'complete',
      type: 'http://terminology.hl7.org/CodeSystem/claim-type|professional',
      billable_start: on
    })
    const recorded = (patient: string, verification_status: string) => ({
      id: `of-${patient}`,
      patient_id: patient,
      code: 'http://snomed.info/sct|44054006',
      codings: ['http://snomed.info/sct|44054006', `${icd}|E11.9`, `${icd}|E11.65`],
      recorded_date: '2026-01-10',
      verification_status
    })
    const claims = [claim('a', '2026-01-10'), claim('a', '2026-03-10'), claim('b', '2026-03-10')]
    const { who } = fewPeople({
      patient: people('abc'),
      condition: [recorded('a', 'confirmed'), recorded('b', 'refuted')],
      explanation_of_benefit: claims,
      explanation_of_benefit_diagnosis: claims.map(({ id, patient_id }) => ({
        explanation_of_benefit_id: id,
        sequence: 1,
        condition_id: `of-${patient_id}`
      }))
    })
    const byClaims: EventQuery = { ...diabetes, sources: ['claims'] }
    expect(who(event(byClaims))).toBe('a')
    expect(who(event(byClaims, { days: 2 }))).toBe('a')
    expect(who(event(byClaims, { days: 3 }))).toBe('')
  })
  it('have no number of what the data hold no record of', () => {
    const counted = [
      'encounters_12m',
      'emergency_visits_12m',
      'inpatient_stays_12m',
      'prescriptions_12m',
      'observations_12m',
      'paid_12m'
    ]
    const { who } = fewPeople({ patient: people('ab') })
    expect(counted.map((number) => who({ type: 'number', number, below: 1 }))).toEqual(counted.map(() => '/ab'))
    // Classes of a site may stand for any care; those of HL7 without an emergency visit say that there was none.
    const visit = (kind: string) => ({
      patient: people('ab'),
      encounter: [{ id: '1', patient_id: 'a', status: 'finished', class: kind, period_start: '2026-05-01' }]
    })
    const few = (kind: string): readonly string[] =>
      counted.slice(0, 3).map((number) => fewPeople(visit(kind)).who({ type: 'number', number, below: 1 }))
    expect(few('urn:site|K7')).toEqual(['b', '/ab', '/ab'])
    expect(few(`${act}|AMB`)).toEqual(['b', 'ab', 'ab'])
  })
  it('cost so much', () => {
    const claim = (patient: string, paid: number, start: string) => ({
      id: `${patient}${paid}`,
      patient_id: patient,
      status: 'active',
      use: 'claim',
      outcome: 'complete',
      type: 'http://terminology.hl7.org/CodeSystem/claim-type|institutional',
      billable_start: start,
      payment_amount: paid
    })
    const { who } = fewPeople({
      patient: people('abc'),
      explanation_of_benefit: [
        claim('a', 60_000, '2026-01-01'),
        claim('b', 60_000, '2024-01-01'),
        claim('c', 10, '2026-01-01')
      ]
    })
    expect(who({ type: 'cost', atLeast: 50_000, months: 12 })).toBe('a')
    expect(who(event({ domain: 'claim' }))).toBe('abc')
    expect(who(event({ domain: 'claim', services: ['outpatient'] }, months(12)))).toBe('ac')
    expect(fewPeople({ patient: people('a') }).who({ type: 'cost', atLeast: 1, months: 12 })).toBe('/a')
  })
  it('are of the kind that is asked for, without codes: by code systems of lines, by pharmacy claims and procedures', () => {
    const claim = (patient: string, type: string) => ({
      id: patient,
      patient_id: patient,
      status: 'active',
      use: 'claim',
      outcome: 'complete',
      type: `http://terminology.hl7.org/CodeSystem/claim-type|${type}`,
      billable_start: '2026-01-01'
    })
    const line = (patient: string, text: string) => ({
      explanation_of_benefit_id: patient,
      patient_id: patient,
      sequence: 1,
      code: text
    })
    const { who } = fewPeople({
      patient: people('abcdefg'),
      explanation_of_benefit: [
        claim('a', 'pharmacy'),
        claim('b', 'institutional'),
        claim('c', 'professional'),
        claim('d', 'professional'),
        claim('e', 'institutional'),
        claim('f', 'institutional')
      ],
      explanation_of_benefit_item: [
        line('a', 'urn:local|drug'),
        line('b', 'http://hl7.org/fhir/sid/ndc|00093105601'),
        line('c', 'http://www.ama-assn.org/go/cpt|99213'),
        line('d', 'http://hl7.org/fhir/sid/cvx|140'),
        line('e', 'https://www.nubc.org/CodeSystem/RevenueCodes|0450')
      ],
      explanation_of_benefit_procedure: [line('f', 'urn:local|operation')]
    })
    const any = (domain: 'drug' | 'procedure' | 'immunization') => who(event({ domain }))
    expect([any('drug'), any('procedure'), any('immunization')]).toEqual(['ab', 'cf', 'd'])
    expect(
      who(event({ domain: 'procedure', codes: code('https://www.nubc.org/CodeSystem/RevenueCodes', '0450') }))
    ).toBe('e')
  })
  it('are in results of measures, as these are told', () => {
    const { who } = fewPeople(
      { patient: people('ab') },
      {
        measure: ({ measure }) => {
          const set = emptyBitset(2)
          setBit(set, 1)
          return measure === 'm' ? set : 'no results'
        }
      }
    )
    expect(who({ type: 'measure', measure: 'm', population: 'gap' })).toBe('b')
    expect(who({ type: 'measure', measure: 'n', population: 'gap' })).toBe('/ab')
  })
  it('are the living, unless everybody is asked for', () => {
    const { who } = fewPeople({ patient: [...people('a'), { id: 'b', deceased_at: '2026-01-01' }] })
    expect([who([]), who([], { people: 'all' })]).toEqual(['a', 'ab'])
    expect(who({ type: 'people', ids: ['b', 'gone'] }, { people: 'all' })).toBe('b')
  })
})

describe('an index event', () => {
  const done = (patient: string, text: string, date: string) => ({
    id: `${patient}${text}${date}`,
    patient_id: patient,
    status: 'completed',
    code: `p|${text}`,
    performed_start: date
  })
  const { who, cohorts } = fewPeople({
    patient: people('abc'),
    procedure: [
      done('a', '1', '2026-01-10'),
      done('a', '1', '2026-06-10'),
      done('a', '2', '2026-01-20'),
      done('b', '1', '2026-03-10'),
      done('b', '2', '2026-03-01'),
      done('c', '2', '2026-01-01')
    ]
  })
  const index = (pick: 'first' | 'last') =>
    ({ index: { pick, event: { domain: 'procedure', codes: code('p', '1') } } }) as const
  const after = (from: number, to: number): CohortNode =>
    event(
      { domain: 'procedure', codes: code('p', '2') },
      {
        when: {
          type: 'relative',
          anchor: 'index',
          from: { amount: from, unit: 'days' },
          to: { amount: to, unit: 'days' }
        }
      }
    )
  it('is what windows count from', () => {
    expect(who([], index('first'))).toBe('ab')
    expect(who(after(0, 30), index('first'))).toBe('a')
    expect(who(after(0, 30), index('last'))).toBe('')
    expect(who(after(-30, -1), index('first'))).toBe('b')
  })
  it('is asked for where something counts from it', () => {
    expect(() => cohorts.check('x', definitionOf([after(0, 30)]))).toThrow('there is no index event')
  })
  it('is cached with what counts from it', () => {
    expect([who(after(0, 30), index('first')), who(after(0, 30), index('last'))]).toEqual(['a', ''])
    expect(who(after(0, 30), index('first'), asOf - 300)).toBe('')
  })
})

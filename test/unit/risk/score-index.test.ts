import { describe, expect, it } from 'vitest'
import { hasGroup, indexGroups, indexScores } from '#engine/risk/indices/score-index.ts'
import { shippedRisk, shippedWeights } from '../../support/risk-definitions.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'

const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const asOf = day('2025-12-31')

const chart = (code: string, more: PlainRow = {}): PlainRow => ({
  id: code,
  patient_id: 'a',
  recorded_date: '2025-03-01',
  code: `${icd}|${code}`,
  ...more
})

/** A claim with one diagnosis; a visit unless it is institutional with a bed. */
function claim(id: string, on: string, code: string, more: PlainRow = {}, line: PlainRow = {}): PlainTables {
  return {
    explanation_of_benefit: [
      {
        id,
        patient_id: 'a',
        status: 'active',
        use: 'claim',
        type: 'http://terminology.hl7.org/CodeSystem/claim-type|professional',
        billable_start: on,
        ...more
      }
    ],
    explanation_of_benefit_diagnosis: [
      { explanation_of_benefit_id: id, patient_id: 'a', sequence: 1, code: `${icd}|${code}` }
    ],
    explanation_of_benefit_item: [{ explanation_of_benefit_id: id, patient_id: 'a', sequence: 1, ...line }]
  }
}

function together(...parts: readonly PlainTables[]): PlainTables {
  const tables: Record<string, PlainRow[]> = {}
  for (const part of parts)
    for (const [name, rows] of Object.entries(part)) tables[name] = [...(tables[name] ?? []), ...rows]
  return tables
}

function scoreOf(id: string, tables: PlainTables, birth = '1940-01-01'): number {
  const { index, weights } = shippedWeights(id)
  const store = plainStore({ patient: [{ id: 'a', birth_date: birth }], ...tables })
  return indexScores(index, weights, indexGroups(store, index, asOf))[0]!
}

/** The groups that a chart with one code has. */
function groupsOf(id: string, code: string): string[] {
  const index = shippedRisk.indices.find((each) => each.id === id)!
  const store = plainStore({ patient: [{ id: 'a', birth_date: '1940-01-01' }], condition: [chart(code)] })
  const groups = indexGroups(store, index, asOf)
  return index.groups.filter((_, place) => hasGroup(groups, 0, place)).map((group) => group.id)
}

describe('Charlson', () => {
  it('has the weights of both publications', () => {
    const { index } = shippedWeights('charlson-1987')
    const pairs = index.groups.map(({ id }) => index.weights.map(({ points }) => points[id]!).join('/'))
    // Charlson 1987 table 3 and Quan 2011 table 2, in the order of Quan 2005.
    expect(pairs.join(' ')).toBe('1/0 1/2 1/0 1/0 1/2 1/1 1/1 1/0 1/2 1/0 2/1 2/2 2/1 2/2 3/4 6/6 6/4')
  })

  it.each([
    ['I25.2', ['mi']],
    ['I25.1', []],
    ['I42.0', ['chf']],
    ['I42.1', []],
    ['E11.9', ['diab']],
    ['E11.22', ['diabwc']],
    ['N18.6', ['rend']],
    ['C44.9', []],
    ['C80.1', ['metacanc']],
    ['B20', ['aids']]
  ])('puts %s into %j', (code, groups) => {
    expect(groupsOf('charlson', code)).toEqual(groups)
  })

  it('does not count a milder form next to the severe one', () => {
    const condition = [chart('E11.9'), chart('E11.2'), chart('C50.9'), chart('C79.5'), chart('K70.3'), chart('K72.9')]
    expect(scoreOf('charlson-1987', { condition })).toBe(2 + 6 + 3)
    expect(scoreOf('charlson-2011', { condition })).toBe(1 + 6 + 4)
  })

  it('does not count what is refuted, what ended before the months in view, and what is recorded later', () => {
    const condition = [
      chart('I50.9', { verification_status: 'refuted' }),
      chart('I21.0', { recorded_date: '2019-01-01', abatement: '2019-02-01' }),
      chart('J44.9', { recorded_date: '2026-01-01' })
    ]
    expect(scoreOf('charlson-1987', { condition })).toBe(0)
  })

  it('cannot be told from data without ICD-10', () => {
    const snomed = chart('x', { code: 'http://snomed.info/sct|84114007' })
    const { index } = shippedWeights('charlson-1987')
    const store = plainStore({ patient: [{ id: 'a' }], condition: [snomed] })
    const groups = indexGroups(store, index, asOf)
    expect(groups.missing).toBe('no diagnosis has a code of ICD-10, by which this index is defined')
    expect(scoreOf('charlson-1987', { condition: [snomed] })).toBeNaN()
  })
})

describe('evidence of claims', () => {
  const visit = (id: string, on: string, line?: PlainRow): PlainTables => claim(id, on, 'I50.9', {}, line)

  it('takes two visits more than 30 days apart, as Klabunde 2000 does, and not 30', () => {
    expect(scoreOf('charlson-2011', visit('k', '2025-02-01'))).toBe(0)
    expect(scoreOf('charlson-2011', together(visit('k', '2025-02-01'), visit('l', '2025-03-03')))).toBe(0)
    expect(scoreOf('charlson-2011', together(visit('k', '2025-02-01'), visit('l', '2025-03-04')))).toBe(2)
  })

  it('takes one stay', () => {
    const stay = claim('k', '2025-02-01', 'I50.9', { bill_type: '111' })
    expect(scoreOf('charlson-2011', stay)).toBe(2)
  })

  it('leaves out claims for nothing but services that look for a disease', () => {
    const laboratory = { place_code: '81' }
    const claims = together(visit('k', '2025-02-01', laboratory), visit('l', '2025-06-01', laboratory))
    expect(scoreOf('charlson-2011', { ...claims, condition: [chart('I10')] })).toBe(0)
  })

  it('leaves out claims before the months in view', () => {
    expect(scoreOf('charlson-2011', together(visit('k', '2023-06-01'), visit('l', '2025-06-01')))).toBe(0)
  })
})

describe('Elixhauser', () => {
  it('has the published points', () => {
    // Van Walraven C and others, Med Care 2009; 47: 626-633, table 2; groups that are not there have none.
    const { index, weights } = shippedWeights('elixhauser-vw')
    const published = '7 5 -1 4 2 0 0 7 6 3 0 0 0 5 11 0 0 9 12 4 0 3 -4 6 5 -2 -2 0 -7 0 -3'
    expect(index.groups.map(({ id }) => weights.points[id]).join(' ')).toBe(published)
  })

  it('has 31 groups and weights below zero', () => {
    const { index, weights } = shippedWeights('elixhauser-vw')
    expect(index.groups).toHaveLength(31)
    expect(weights.points).toMatchObject({ metacanc: 12, ld: 11, lymph: 9, drug: -7, obes: -4, depre: -3, chf: 7 })
    expect(scoreOf('elixhauser-vw', { condition: [chart('E66.9'), chart('F32.9')] })).toBe(-7)
  })

  it('does not count uncomplicated hypertension next to complicated', () => {
    expect(groupsOf('elixhauser', 'I10')).toEqual(['hypunc'])
    expect(groupsOf('elixhauser', 'I11.0')).toEqual(['chf', 'hypc'])
  })
})

describe('hospital frailty', () => {
  const encounter = [
    {
      id: 'stay',
      patient_id: 'a',
      status: 'finished',
      class: 'http://terminology.hl7.org/CodeSystem/v3-ActCode|IMP',
      period_start: '2025-03-01',
      period_end: '2025-03-05'
    }
  ]

  it('adds tenths up exactly, of diagnoses of stays alone', () => {
    const condition = [
      chart('F00.9', { encounter_id: 'stay' }),
      chart('R29.6', { encounter_id: 'stay' }),
      chart('G81.9')
    ]
    expect(scoreOf('hospital-frailty', { condition, encounter })).toBe(10.7)
  })

  it('has no score for people under 75 and for those without a stay', () => {
    const condition = [chart('F00.9', { encounter_id: 'stay' })]
    expect(scoreOf('hospital-frailty', { condition, encounter }, '1960-01-01')).toBeNaN()
    expect(scoreOf('hospital-frailty', { condition: [chart('F00.9')], encounter })).toBeNaN()
  })

  it('has the 109 categories of the publication', () => {
    const { index, weights } = shippedWeights('hospital-frailty')
    expect(index.groups).toHaveLength(109)
    expect(weights.points).toMatchObject({ f00: 7.1, g81: 4.4, g30: 4, i69: 3.7, r29: 3.6, w19: 3.2, r50: 0.1 })
  })
})

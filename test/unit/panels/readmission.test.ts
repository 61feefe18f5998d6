import { describe, expect, it } from 'vitest'
import { runPanel } from '#engine/population/panels/run-panel.ts'
import type { ReadmissionScope } from '#engine/population/stays/readmissions.ts'
import { codeTest } from '#engine/population/stays/planned-codes.ts'
import planned from '../../../resources/readmission/planned-readmission.json' with { type: 'json' }
import { packValueSets } from '../../conformance/pack-content.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { day, plainStore, type PlainRow, type PlainTables } from '../selection/plain-store.ts'

const act = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const pcs = 'http://www.cms.gov/Medicare/Coding/ICD10'

const stay = (id: string, period_start: string, period_end: string, more: PlainRow = {}): PlainRow => ({
  id,
  patient_id: 'a',
  status: 'finished',
  class: `${act}|IMP`,
  period_start,
  period_end,
  ...more
})
const index = stay('index', '2019-03-01', '2019-03-05')
const back = (more: PlainRow = {}): PlainRow => stay('back', '2019-03-20', '2019-03-25', more)

/** Stays readmitted and index stays. */
function counts(tables: PlainTables, stays?: ReadmissionScope): readonly (number | undefined)[] {
  const store = plainStore({ patient: [{ id: 'a', birth_date: '1950-01-01' }], ...tables })
  const context = { asOf: day('2019-12-31'), filters: [] }
  const panel = runPanel(store, shippedRegistries, 'use', context, stays === undefined ? {} : { stays })
  const { numerator, denominator } = panel.keyFigures.find(({ id }) => id === 'readmission')!.figure
  return [numerator, denominator]
}

/** An inpatient claim for a stay, with its principal diagnosis and procedures. */
function claimFor(encounter: string, start: string, diagnosis: string, ...procedures: string[]): PlainTables {
  return {
    explanation_of_benefit: [
      {
        id: 'k',
        patient_id: 'a',
        status: 'active',
        use: 'claim',
        type: 'http://terminology.hl7.org/CodeSystem/claim-type|institutional',
        billable_start: start,
        encounter_id: encounter
      }
    ],
    explanation_of_benefit_diagnosis: [
      { explanation_of_benefit_id: 'k', patient_id: 'a', sequence: 2, type_code: 'secondary', code: `${icd}|I21.4` },
      {
        explanation_of_benefit_id: 'k',
        patient_id: 'a',
        sequence: 1,
        type_code: 'principal',
        code: `${icd}|${diagnosis}`
      }
    ],
    explanation_of_benefit_procedure: procedures.map((code, index) => ({
      explanation_of_benefit_id: 'k',
      patient_id: 'a',
      sequence: index + 1,
      code: `${pcs}|${code}`
    }))
  }
}

describe('readmission', () => {
  it('is an unplanned acute stay 2 to 30 days after an acute stay', () => {
    expect(counts({ encounter: [index, back()] })).toEqual([1, 2])
    expect(counts({ encounter: [index, stay('late', '2019-04-05', '2019-04-06')] })).toEqual([0, 2])
    expect(counts({ encounter: [index, stay('thirty', '2019-04-04', '2019-04-06')] })).toEqual([1, 2])
  })

  it('takes rehabilitation and skilled nursing neither as index stay nor as readmission', () => {
    expect(counts({ encounter: [index, back({ class: `${act}|NONAC` })] })).toEqual([0, 1])
    expect(counts({ encounter: [{ ...index, class: `${act}|NONAC` }, back()] })).toEqual([0, 1])
  })

  it.each([
    ['chemotherapy', ['Z51.11'], true, 1],
    ['rehabilitation, coded as the fitting of a prosthesis', ['Z44.101'], true, 1],
    ['a kidney transplant', ['N18.6', '0TY00Z0'], true],
    ['a knee replacement for osteoarthritis', ['M17.11', '0SRC0J9'], true],
    ['a knee replacement with sepsis', ['A41.9', '0SRC0J9'], false],
    ['pneumonia', ['J18.9'], false],
    ['a code that no table knows', ['X99.9', '9ZZZZZZ'], false]
  ] as const)(
    'counts a stay for %s as planned or not',
    (_, [diagnosis, ...procedures], isPlanned, indexStays: number = 2) => {
      const tables = { encounter: [index, back()], ...claimFor('back', '2019-03-20', diagnosis, ...procedures) }
      expect(counts(tables)).toEqual([isPlanned ? 0 : 1, indexStays])
    }
  )

  it.each([
    ['schizophrenia', ['F20.9'], 1],
    ['major depression', ['F33.1'], 1],
    ['withdrawal from alcohol, which is medicine', ['F10.239'], 2],
    ['delirium, which is medicine', ['F05'], 2],
    ['rehabilitation', ['Z51.89'], 1],
    ['medical treatment of lung cancer', ['C34.11'], 1],
    ['lung cancer with a biopsy', ['C34.11', '0BBC4ZX'], 1],
    ['lung cancer with a lobectomy', ['C34.11', '0BTC0ZZ'], 2],
    ['a benign tumor', ['D32.0'], 2]
  ] as const)('follows a stay for %s or not', (_, [diagnosis, ...procedures], indexStays) => {
    const tables = { encounter: [index, back()], ...claimFor('index', '2019-03-01', diagnosis, ...procedures) }
    expect(counts(tables)).toEqual([indexStays - 1, indexStays])
  })

  it('knows the stay of a claim that names no encounter, and the procedures of the chart', () => {
    const { explanation_of_benefit: [claim] = [], ...parts } = claimFor('back', '2019-03-20', 'Z51.11')
    const lines = [{ explanation_of_benefit_id: 'k', patient_id: 'a', sequence: 1, revenue_code: '0120' }]
    const unnamed = { ...claim, encounter_id: undefined }
    expect(
      counts({
        encounter: [index, back()],
        explanation_of_benefit: [unnamed],
        explanation_of_benefit_item: lines,
        ...parts
      })
    ).toEqual([0, 1])
    const procedure = [
      { id: 'p', patient_id: 'a', status: 'completed', code: `${pcs}|0SRC0J9`, performed_start: '2019-03-21' }
    ]
    expect(counts({ encounter: [index, back({ reason: `${icd}|M17.11` })], procedure })).toEqual([0, 2])
  })

  const listed = (condition_id: string, position: number, use_code: string, rank?: number): PlainRow => ({
    encounter_id: 'back',
    patient_id: 'a',
    condition_id,
    position,
    use_code,
    rank
  })
  const condition = [
    { id: 'pneumonia', patient_id: 'a', code: `${icd}|J18.9` },
    {
      id: 'chemotherapy',
      patient_id: 'a',
      code: 'http://snomed.info/sct|367336001',
      codings: ['http://snomed.info/sct|367336001', `${icd}|Z51.11`]
    },
    { id: 'uncoded', patient_id: 'a', code: 'http://snomed.info/sct|233604007' }
  ]

  it.each([
    ['the only one', [listed('chemotherapy', 0, 'billing')], 0],
    ['the one at discharge', [listed('pneumonia', 0, 'AD', 1), listed('chemotherapy', 1, 'DD', 1)], 0],
    ['the first by rank', [listed('chemotherapy', 0, 'DD', 2), listed('pneumonia', 1, 'DD', 1)], 1],
    ['a ranked one before others', [listed('pneumonia', 0, 'DD'), listed('chemotherapy', 1, 'DD', 3)], 0],
    ['the first in the list', [listed('pneumonia', 1, 'DD'), listed('chemotherapy', 0, 'DD')], 0]
  ] as const)('takes of the diagnoses of an encounter %s', (_, encounter_diagnosis, readmitted) => {
    expect(counts({ encounter: [index, back({ reason: `${icd}|I10` })], condition, encounter_diagnosis })[0]).toBe(
      readmitted
    )
  })

  it('takes no diagnosis of an encounter or a claim that is not confirmed', () => {
    for (const verification_status of ['refuted', 'entered-in-error']) {
      const wrong = condition.map((each) => (each.id === 'chemotherapy' ? { ...each, verification_status } : each))
      const encounter_diagnosis = [listed('chemotherapy', 0, 'DD', 1), listed('pneumonia', 1, 'DD', 2)]
      expect(counts({ encounter: [index, back()], condition, encounter_diagnosis })).toEqual([0, 1])
      expect(counts({ encounter: [index, back()], condition: wrong, encounter_diagnosis })).toEqual([1, 2])
      const tables = claimFor('back', '2019-03-20', 'Z51.11')
      const explanation_of_benefit_diagnosis = tables['explanation_of_benefit_diagnosis']!.map(({ code, ...row }) => ({
        ...row,
        ...(code === `${icd}|Z51.11` ? { condition_id: 'chemotherapy' } : { code })
      }))
      expect(
        counts({ ...tables, encounter: [index, back()], condition: wrong, explanation_of_benefit_diagnosis })
      ).toEqual([1, 2])
    }
  })

  it('takes the reason of an encounter whose diagnosis has no code of ICD-10-CM', () => {
    const encounter = [index, back({ reason: `${icd}|Z51.11` })]
    expect(counts({ encounter, condition, encounter_diagnosis: [listed('uncoded', 0, 'DD')] })).toEqual([0, 1])
  })

  it('reads the Condition that a claim names in place of a code', () => {
    const tables = claimFor('back', '2019-03-20', 'Z51.11')
    const explanation_of_benefit_diagnosis = tables['explanation_of_benefit_diagnosis']!.map(({ code, ...row }) => ({
      ...row,
      ...(code === `${icd}|Z51.11` ? { condition_id: 'chemotherapy' } : { code })
    }))
    const encounter = [index, back()]
    expect(counts({ ...tables, encounter, condition, explanation_of_benefit_diagnosis })).toEqual([0, 1])
    expect(counts({ ...tables, encounter, explanation_of_benefit_diagnosis })).toEqual([1, 2])
  })

  it('leaves a planned return out, not what follows it', () => {
    const later = stay('later', '2019-03-28', '2019-03-30')
    const procedure = [
      { id: 'p', patient_id: 'a', status: 'completed', code: `${pcs}|0SRC0J9`, performed_start: '2019-03-21' }
    ]
    const tables = { encounter: [index, back({ reason: `${icd}|M17.11` }), later], procedure }
    // The index stay and the planned one are both followed by the later one.
    expect(counts(tables)).toEqual([2, 3])
  })

  it.each([
    ['left against medical advice', { discharge_disposition: 'aadvice' }],
    ['left against medical advice (UB-04)', { discharge_disposition: '07' }],
    ['died', { discharge_disposition: 'exp' }],
    ['a birth', { reason: `${icd}|O80` }],
    ['a birth, by its outcome', { reason: `${icd}|Z37.0` }],
    ['a pregnancy', { reason: `${icd}|Z34.83` }],
    ['a condition of the newborn', { reason: `${icd}|P07.1` }],
    ['a newborn', { reason: `${icd}|Z38.00` }]
  ])('has no index stay of somebody who %s', (_, more) => {
    expect(counts({ encounter: [{ ...index, ...more }, back()] })[1]).toBe(1)
  })

  it('has no readmission for a birth', () => {
    expect(counts({ encounter: [index, back({ reason: `${icd}|O80` })] })).toEqual([0, 1])
  })

  it('takes stays of the same or the next day as one', () => {
    const transfer = stay('transfer', '2019-03-06', '2019-03-10')
    expect(counts({ encounter: [index, transfer, back()] })).toEqual([1, 2])
  })

  it('takes stays within another, or the same stay twice, as one', () => {
    const parts = [
      stay('ward', '2019-03-01', '2019-03-03'),
      stay('surgery', '2019-03-02', '2019-03-04'),
      stay('intensive-care', '2019-03-03', '2019-03-05')
    ]
    expect(counts({ encounter: [index, ...parts] })).toEqual([0, 1])
    expect(counts({ encounter: [index, ...parts, back()] })).toEqual([1, 2])
    expect(counts({ encounter: [index, { ...index, id: 'again' }, back()] })).toEqual([1, 2])
    const short = stay('short', '2019-03-05', '2019-03-05')
    expect(counts({ encounter: [index, short] })).toEqual([0, 1])
    expect(counts({ encounter: [short, { ...short, id: 'again' }] })).toEqual([0, 1])
  })

  it('takes no stay for a part of one that nobody closed in time', () => {
    const open = stay('open', '2017-01-01', '2019-11-01')
    expect(counts({ encounter: [open, index, back()] })).toEqual([1, 3])
  })

  it('is about adults unless all ages are asked for', () => {
    const patient = [{ id: 'a', birth_date: '2001-03-06' }]
    expect(counts({ patient, encounter: [index, back()] })).toEqual([0, 1])
    expect(counts({ patient, encounter: [index, back()] }, { allAges: true, observation: false })).toEqual([1, 2])
  })

  it('takes observation stays when they are asked for', () => {
    const encounter = [{ ...index, class: `${act}|OBSENC` }, back()]
    expect(counts({ encounter })).toEqual([0, 1])
    expect(counts({ encounter }, { allAges: false, observation: true })).toEqual([1, 2])
  })
})

describe('the tables of the planned readmission algorithm', () => {
  it.each([
    ['alwaysPlannedDiagnoses', ['Z510', 'Z5111', 'Z5112'], ['Z5189', 'C189']],
    ['alwaysPlannedProcedures', ['0TY00Z0', '02YA0Z0', '30243Y0'], ['0SRC0J9']],
    ['potentiallyPlannedProcedures', ['0SRC0J9', '0SR90JZ', '02100Z9', '0DTN0ZZ', '0UT90ZZ'], ['B2111ZZ', '5A1D70Z']],
    ['acuteDiagnoses', ['I214', 'J189', 'N179', 'A419', 'I5023', 'K8000', 'S72001A'], ['M1711', 'C189', 'I5022', 'I10']]
  ] as const)('hold and leave out what CMS does: %s', (table, inside, outside) => {
    const test = codeTest(planned[table])
    expect(inside.filter((code) => !test(code))).toEqual([])
    expect(outside.filter((code) => test(code))).toEqual([])
  })

  it.each([
    ['alwaysPlannedDiagnoses', 'maintenance-care-admission'],
    ['alwaysPlannedProcedures', 'always-planned-procedure'],
    ['potentiallyPlannedProcedures', 'potentially-planned-procedure'],
    ['acuteDiagnoses', 'acute-diagnosis']
  ] as const)('are the lists of the measure: %s', (table, id) => {
    const systems = ['http://www.cms.gov/Medicare/Coding/ICD10', icd]
    const { expansion } = packValueSets().find((each) => each['id'] === id)! as unknown as {
      expansion: { contains: { system: string; code: string }[] }
    }
    const codes = expansion.contains
      .filter(({ system }) => systems.includes(system))
      .map(({ code }) => code.replaceAll('.', ''))
    const isMeant = codeTest(planned[table])
    expect(codes.filter((code) => !isMeant(code))).toEqual([])
    expect(codes.length).toBeGreaterThan(0)
  })

  it('mean a code that ends in ! alone', () => {
    const test = codeTest('A1 B20!')
    expect(['A1', 'A19', 'B20'].every(test)).toBe(true)
    expect(['B201', 'B2', 'A'].some(test)).toBe(false)
  })
})

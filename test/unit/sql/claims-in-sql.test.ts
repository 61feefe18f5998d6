import { expect, it } from 'vitest'
import { plainStore, day } from '../selection/plain-store.ts'
import { shippedRegistries } from '../registries/shipped-registries.ts'
import { sqlOver } from '../../support/sql-database.ts'

const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const type = 'http://terminology.hl7.org/CodeSystem/claim-type'
const claim = { status: 'active', use: 'claim', outcome: 'complete' }

const store = plainStore({
  patient: [{ id: 'p1', birth_date: '1950-06-15', gender: 'female' }, { id: 'p2' }],
  condition: [{ id: 'c', patient_id: 'p2', code: `${icd}|E11.9`, recorded_date: '2020-01-01' }],
  explanation_of_benefit: [
    {
      id: 'e1',
      patient_id: 'p1',
      ...claim,
      type: `${type}|institutional`,
      bill_type: '0111',
      billable_start: '2023-01-05'
    },
    { id: 'e2', patient_id: 'p1', ...claim, type: `${type}|pharmacy`, billable_start: '2023-02-05' },
    { id: 'e3', patient_id: 'p2', ...claim, type: `${type}|professional`, billable_start: '2023-03-05' }
  ],
  explanation_of_benefit_diagnosis: [
    { explanation_of_benefit_id: 'e1', patient_id: 'p1', sequence: 1, code: `${icd}|E11.9` },
    { explanation_of_benefit_id: 'e2', patient_id: 'p1', sequence: 1, code: `${icd}|E11.9` },
    { explanation_of_benefit_id: 'e3', patient_id: 'p2', sequence: 1, code: `${icd}|E11.9` }
  ]
})

it('tells kinds of claims, sources of members, deciding claims and features by claims', async () => {
  const database = await sqlOver(store, { registries: shippedRegistries, asOf: day('2024-06-30') })
  const ask = (statement: string): readonly (readonly unknown[])[] => database.query(statement).rows
  expect(ask('select id, kind from explanation_of_benefit order by id')).toEqual([
    ['e1', 'inpatient'],
    ['e2', 'pharmacy'],
    ['e3', 'professional']
  ])
  expect(ask('select patient_id, registry, since, source from registry_member order by 1')).toEqual([
    ['p1', 'diabetes', '2023-01-05', 'claims'],
    ['p2', 'diabetes', '2020-01-01', 'chart']
  ])
  expect(
    ask('select patient_id, registry, claim_type, claim_id, day, kind, role, decides from registry_claim order by 4')
  ).toEqual([
    ['p1', 'diabetes', 'ExplanationOfBenefit', 'e1', '2023-01-05', 'inpatient', 'stay', 1],
    ['p1', 'diabetes', 'ExplanationOfBenefit', 'e2', '2023-02-05', 'pharmacy', 'other kind of claim', 0],
    ['p2', 'diabetes', 'ExplanationOfBenefit', 'e3', '2023-03-05', 'professional', 'visit', 0]
  ])
  expect(ask('select patient_id, conditions, has_diabetes from person_feature order by 1')).toEqual([
    ['p1', 1, 1],
    ['p2', 1, 1]
  ])
  expect(
    ask(
      'select code, e.kind from explanation_of_benefit_diagnosis d join explanation_of_benefit e on e.id = d.explanation_of_benefit_id order by 2'
    )
  ).toEqual([
    ['E11.9', 'inpatient'],
    ['E11.9', 'pharmacy'],
    ['E11.9', 'professional']
  ])
  database.close()
})

import { describe, expect, it } from 'vitest'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { readMeasureContent } from '#engine/measures/definition/measure-content.ts'
import { MeasureEvaluator } from '#engine/measures/evaluate/measure-evaluator.ts'
import { PatientResources } from '#engine/measures/records/patient-resources.ts'
import { contentOf, packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'

const measure = packMeasures().find(({ id }) => id === 'blood-pressure-control')!
const { valueSets } = readMeasureContent([measure.measure, ...packValueSets()])
const content = contentOf(measure, sharedElm(), valueSets)
const evaluator = new MeasureEvaluator(content.measures[0]!, content)
const period = { start: '2026-01-01', end: '2026-12-31' }

const hcpcs = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'
const icd10 = 'http://hl7.org/fhir/sid/icd-10-cm'
const concept = (system: string, code: string): FhirObject => ({ coding: [{ system, code }] })
/** A standard wheelchair, and weakness. */
const [wheelchair, weakness] = [concept(hcpcs, 'E1130'), concept(icd10, 'R53.1')]
const subject = { reference: 'Patient/p' }

/** Whether a woman of 82 with hypertension is left out by a record. */
function leftOut(evidence: FhirObject): boolean {
  const resources: FhirObject[] = [
    { resourceType: 'Patient', id: 'p', gender: 'female', birthDate: '1944-05-05' },
    { resourceType: 'Condition', id: 'c', code: concept(icd10, 'I10'), onsetDateTime: '2018-01-01', subject },
    {
      resourceType: 'Encounter',
      id: 'v',
      status: 'finished',
      class: { code: 'AMB' },
      period: { start: '2026-03-01T09:00:00Z', end: '2026-03-01T09:30:00Z' },
      subject
    },
    { id: 'e', subject, ...evidence }
  ]
  const data = new PatientResources(resources, 'derive', evaluator.program.fhir)
  const { groups, problems } = evaluator.evaluate('p', data, period)
  expect(problems).toEqual([])
  const counts = new Map(groups[0]!.populations.map(({ code, count }) => [code, count]))
  expect(counts.get('denominator')).toBe(1)
  return counts.get('denominator-exclusion') === 1
}

const order = {
  resourceType: 'DeviceRequest',
  status: 'active',
  intent: 'order',
  codeCodeableConcept: wheelchair,
  authoredOn: '2026-11-01T12:00:00Z'
}
const notOrdered = (value: boolean): FhirObject => ({
  ...order,
  modifierExtension: [
    {
      url: 'http://hl7.org/fhir/5.0/StructureDefinition/extension-DeviceRequest.doNotPerform',
      valueBoolean: value
    }
  ]
})
const used = {
  resourceType: 'Observation',
  status: 'final',
  code: concept('http://loinc.org', '98181-1'),
  effectiveDateTime: '2026-02-01',
  valueCodeableConcept: wheelchair
}
const symptom = { resourceType: 'Observation', status: 'final', code: weakness, effectiveDateTime: '2026-02-01' }
const care = {
  resourceType: 'Encounter',
  status: 'finished',
  class: { code: 'AMB' },
  type: [concept(hcpcs, 'T1019')],
  period: { start: '2025-12-20T09:00:00Z', end: '2026-01-10T10:00:00Z' }
}

describe('frailty that leaves people of 81 and older out', () => {
  it.each<readonly [name: string, evidence: FhirObject]>([
    ['a wheelchair that was ordered', order],
    ['a wheelchair of which an order says that it may be given', notOrdered(false)],
    ['a wheelchair that was found in use', used],
    ['a symptom', symptom],
    ['a symptom whose answer is yes', { ...symptom, valueBoolean: true }],
    [
      'a symptom that went on into the period',
      { ...symptom, effectiveDateTime: undefined, effectivePeriod: { start: '2025-11-01' } }
    ],
    ['an encounter for personal care that went on into the period', care]
  ])('is %s', (_name, evidence) => {
    expect(leftOut(evidence)).toBe(true)
  })

  it.each<readonly [name: string, evidence: FhirObject]>([
    ['an order of the year before', { ...order, authoredOn: '2025-12-31T12:00:00Z' }],
    ['a proposal', { ...order, intent: 'proposal' }],
    ['an order that was taken back', { ...order, status: 'revoked' }],
    ['an order that no wheelchair be given', notOrdered(true)],
    ['an order of something else', { ...order, codeCodeableConcept: concept(hcpcs, 'E0601') }],
    ['something else in use', { ...used, valueCodeableConcept: concept(hcpcs, 'E0601') }],
    ['a wheelchair in use the year before', { ...used, effectiveDateTime: '2025-12-31' }],
    ['a symptom after the period', { ...symptom, effectiveDateTime: '2027-01-01' }],
    ['a symptom that was entered in error', { ...symptom, status: 'entered-in-error' }],
    ['a symptom that is not there', { ...symptom, valueBoolean: false }],
    [
      'a symptom whose answer is no',
      { ...symptom, valueCodeableConcept: concept('http://snomed.info/sct', '373067005') }
    ],
    ['an encounter that is planned', { ...care, status: 'planned' }],
    ['an encounter for something else', { ...care, type: [concept(hcpcs, 'G0438')] }]
  ])('is not %s', (_name, evidence) => {
    expect(leftOut(evidence)).toBe(false)
  })
})

import { describe, expect, it } from 'vitest'
import { findResource } from '#engine/store/model/id-column.ts'
import { keyText } from '#engine/store/model/reference-keys.ts'
import { loadFiles } from '../../support/load-store.ts'
import { rowsOf, valuesOf } from '../../support/rows-of.ts'

const uuid = '0a0b0c0d-0000-4000-8000-0123456789ab'
const patients = [
  { resourceType: 'Patient', id: 'pat-1', identifier: [{ system: 'urn:mrn', value: '77' }] },
  { resourceType: 'Patient', id: uuid }
]
const condition = (id: string, reference: unknown, more: object = {}) => ({
  resourceType: 'Condition',
  id,
  subject: reference,
  ...more
})

describe('references to patients', () => {
  it.each([
    ['relative', 'Patient/pat-1', 'pat-1'],
    ['absolute', 'https://ehr.example/fhir/Patient/pat-1', 'pat-1'],
    ['versioned', 'Patient/pat-1/_history/3', 'pat-1'],
    ['absolute and versioned', `https://ehr.example/fhir/Patient/${uuid}/_history/2`, uuid],
    ['urn:uuid of a resource id', `urn:uuid:${uuid}`, uuid],
    ['urn:uuid in capitals', `urn:uuid:${uuid.toUpperCase()}`, uuid],
    ['conditional', 'Patient?identifier=urn:mrn|77', 'pat-1'],
    ['conditional, encoded', 'Patient?identifier=urn%3Amrn%7C77', 'pat-1'],
    ['conditional without a system', 'Patient?identifier=77', 'pat-1']
  ])('resolves the %s form', async (_, reference, id) => {
    const store = await loadFiles([{ name: 'a.ndjson', content: [...patients, condition('c', { reference })] }])
    expect(valuesOf(store, 'condition', 'patient_id')).toEqual([id])
    const ordinal = findResource(store, 'Patient', id)!
    expect(store.table('condition').patient).toEqual(Int32Array.of(ordinal))
    expect(store.resources.get('Condition')!.patient).toEqual(Int32Array.of(ordinal))
    const { targets, codes } = store.table('condition').column('patient_id', 'reference')
    expect(targets[codes[0]!]).toBe(ordinal)
    expect(store.report.rejectCounts).toEqual({})
  })
  it('resolves a logical reference where the identifier is here, and does not miss it elsewhere', async () => {
    const logical = (value: string) => ({ type: 'Patient', identifier: { system: 'urn:mrn', value } })
    const store = await loadFiles([
      { name: 'a.ndjson', content: [...patients, condition('c1', logical('77')), condition('c2', logical('78'))] }
    ])
    expect(rowsOf(store, 'condition').map(({ id, patient_id }) => [id, patient_id])).toEqual([
      ['c1', 'pat-1'],
      ['c2', 'Patient?identifier=urn:mrn|78']
    ])
    expect(store.report.rejectCounts).toEqual({})
  })
  it.each([
    ['a missing resource', 'Patient/none', 'none'],
    ['a missing identifier', 'Patient?identifier=urn:mrn|78', 'Patient?identifier=urn:mrn|78'],
    [
      'a missing fullUrl',
      'urn:uuid:11111111-0000-4000-8000-000000000000',
      'urn:uuid:11111111-0000-4000-8000-000000000000'
    ],
    ['a missing contained resource', '#p', '#p'],
    ['no known form', 'somebody', 'somebody']
  ])('counts %s, with its place and element', async (_, reference, shown) => {
    const content = [...patients, condition('c', { reference })]
    const store = await loadFiles([{ name: 'a.ndjson', content }])
    expect(valuesOf(store, 'condition', 'patient_id')).toEqual([shown])
    expect(store.table('condition').patient).toEqual(Int32Array.of(-1))
    expect(store.report.rejects).toEqual([
      {
        file: 0,
        reason: 'dangling-reference',
        line: 3,
        offset: JSON.stringify(content[0]).length + JSON.stringify(content[1]).length + 2,
        resourceType: 'Condition',
        path: 'Condition.subject',
        scope: 'value'
      }
    ])
  })
  it('counts a missing patient of a type that has no table', async () => {
    const store = await loadFiles([
      { name: 'a.ndjson', content: [{ resourceType: 'Goal', id: 'g', subject: { reference: 'Patient/none' } }] }
    ])
    expect(store.report.rejectCounts).toEqual({ 'dangling-reference': 1 })
  })
})

describe('other references', () => {
  it('count as dangling only where their type is among the data', async () => {
    const content = [
      patients[0],
      condition('c', { reference: 'Patient/pat-1' }, { encounter: { reference: 'Encounter/none' } }),
      {
        resourceType: 'Procedure',
        id: 'p',
        subject: { reference: 'Patient/pat-1' },
        encounter: { reference: 'Encounter/none' }
      }
    ]
    const without = await loadFiles([{ name: 'a.ndjson', content }])
    expect(without.report.rejectCounts).toEqual({})
    expect(valuesOf(without, 'condition', 'encounter_id')).toEqual(['none'])
    const encounter = { resourceType: 'Encounter', id: 'e', subject: { reference: 'Patient/pat-1' } }
    const withType = await loadFiles([{ name: 'a.ndjson', content: [...content, encounter] }])
    expect(withType.report.rejectCounts).toEqual({ 'dangling-reference': 2 })
  })
  it('take the first of the wanted type and leave other types out', async () => {
    const individual = (reference: string) => ({ individual: { reference } })
    const store = await loadFiles([
      {
        name: 'a.ndjson',
        content: [
          patients[0],
          { resourceType: 'Practitioner', id: 'dr' },
          {
            resourceType: 'Encounter',
            id: 'e1',
            subject: { reference: 'Patient/pat-1' },
            participant: [
              individual('RelatedPerson/r'),
              { type: [] },
              individual('Practitioner/dr'),
              individual('Practitioner/other')
            ]
          },
          { resourceType: 'Encounter', id: 'e2', subject: { reference: 'Group/g' } }
        ]
      }
    ])
    expect(
      rowsOf(store, 'encounter').map(({ id, patient_id, practitioner_id }) => [id, patient_id, practitioner_id])
    ).toEqual([
      ['e1', 'pat-1', 'dr'],
      ['e2', null, null]
    ])
    expect(store.report.rejectCounts).toEqual({})
  })
  it('may point to several types, and to contained resources', async () => {
    const claim = (id: string, provider: string, more: object = {}) => ({
      resourceType: 'ExplanationOfBenefit',
      id,
      patient: { reference: 'Patient/pat-1' },
      provider: { reference: provider },
      ...more
    })
    const store = await loadFiles([
      {
        name: 'a.ndjson',
        content: [
          patients[0],
          { resourceType: 'Practitioner', id: 'x' },
          { resourceType: 'Organization', id: 'x' },
          claim('1', 'Practitioner/x', {
            contained: [
              {
                resourceType: 'Coverage',
                id: 'cov',
                beneficiary: { reference: 'Patient/pat-1' },
                payor: [{ display: 'Aetna' }]
              }
            ],
            insurance: [{ focal: true, coverage: { reference: '#cov' } }]
          }),
          claim('2', 'Organization/x'),
          claim('3', '#org', { contained: [{ resourceType: 'Organization', id: 'org' }] })
        ]
      }
    ])
    const column = store.table('explanation_of_benefit').column('provider_id', 'reference')
    const byId = new Map(rowsOf(store, 'explanation_of_benefit').map(({ id }, row) => [id, row]))
    const provider = (id: string) => keyText(column.keys, column.codes[byId.get(id)!]!)
    expect([provider('1'), provider('2'), provider('3')]).toEqual([
      'Practitioner/x',
      'Organization/x',
      'Organization/3#org'
    ])
    expect(rowsOf(store, 'coverage')).toMatchObject([
      { id: '1#cov', patient_id: 'pat-1', payor_name: 'Aetna', contained_in: 'ExplanationOfBenefit/1' }
    ])
    const coverage = store.table('explanation_of_benefit').column('coverage_id', 'reference')
    expect(keyText(coverage.keys, coverage.codes[byId.get('1')!]!)).toBe('1#cov')
    expect(coverage.targets[coverage.codes[byId.get('1')!]!]).toBe(0)
    expect(store.table('coverage').resource).toEqual(Int32Array.of(-1))
    expect(store.report.rejectCounts).toEqual({})
  })
  it('follow fullUrl inside Bundles, with and without ids', async () => {
    const firstId = '11111111-1111-4111-8111-111111111111'
    const entry = (fullUrl: string, resource: object) => ({ fullUrl, resource })
    const bundle = {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: [
        entry(`urn:uuid:${firstId}`, { resourceType: 'Patient', gender: 'female' }),
        entry('urn:uuid:22222222-2222-4222-8222-222222222222', { resourceType: 'Patient', id: 'named' }),
        entry('https://ehr.example/fhir/Patient/far', { resourceType: 'Patient' }),
        entry('urn:oid:1.2.3', { resourceType: 'Patient', id: 'oid' }),
        entry('urn:uuid:33333333-3333-4333-8333-333333333333', condition('c1', { reference: `urn:uuid:${firstId}` })),
        entry(
          'urn:uuid:44444444-3333-4333-8333-333333333333',
          condition('c2', { reference: 'urn:uuid:22222222-2222-4222-8222-222222222222' })
        ),
        entry(
          'urn:uuid:55555555-3333-4333-8333-333333333333',
          condition('c3', { reference: 'https://ehr.example/fhir/Patient/far' })
        ),
        entry('urn:uuid:66666666-3333-4333-8333-333333333333', condition('c4', { reference: 'urn:oid:1.2.3' })),
        { resource: { resourceType: 'Patient' } }
      ]
    }
    const store = await loadFiles([{ name: 'a.json', content: JSON.stringify(bundle, undefined, 2) }])
    expect(
      rowsOf(store, 'condition')
        .map(({ id, patient_id }) => [id, patient_id])
        .sort()
    ).toEqual([
      ['c1', firstId],
      ['c2', 'named'],
      ['c3', 'far'],
      ['c4', 'oid']
    ])
    expect(store.report.files[0]).toMatchObject({ format: 'bundle', lines: 9, stored: 8, rejected: 1 })
    expect(store.report.rejectCounts).toEqual({ 'missing-id': 1 })
  })
})

import { describe, expect, it } from 'vitest'
import { isResourceType } from '#engine/base/fhir/resource-types.ts'
import { compileView, type CompiledView } from '#engine/views/compile-view.ts'
import { canonicalViews } from '../../support/canonical-views.ts'
import type { Row } from './view-rows.ts'

const r4 = canonicalViews('r4')
const r5 = canonicalViews('r5')
describe.each([
  ['r4', r4],
  ['r5', r5]
])('the views of %s', (_release, views) => {
  it.each(Array.from(views))('%s is described and tagged as the store reads it', (file, definition) => {
    const view = compileView(definition)
    expect(file).toBe(`${definition.name!.replaceAll('_', '-')}.json`)
    expect(definition.description).toMatch(/\.$/)
    expect(view.needsDecimalText).toBe(false)
    for (const column of view.columns) {
      expect(column.description, column.name).toMatch(/^[A-Z].*\.$/)
      expect(column.type, column.name).toBeDefined()
      expect(column.collection).toBe(false)
      for (const target of column.tags.get('populus/reference')?.split('|') ?? [])
        expect(isResourceType(target)).toBe(true)
      expect(column.name.endsWith('_id') && column.name !== 'subscriber_id').toBe(column.tags.has('populus/reference'))
      expect(column.name === 'id').toBe(column.tags.has('populus/id'))
    }
    const times = definition.meta?.tag?.find((tag) => tag.system === 'urn:populus:time')?.code?.split(',') ?? []
    const temporal = view.columns.filter((column) => ['dateTime', 'instant'].includes(column.type!))
    expect(temporal.map((column) => column.name)).toEqual(expect.arrayContaining(times))
  })
})

function rowsOf(views: typeof r4, name: string, resource: Row): readonly Row[] {
  const view = compileView(views.get(`${name}.json`)!)
  const rows: Row[] = []
  view.run(resource, (row) => {
    rows.push(Object.fromEntries(view.columns.map((column, i) => [column.name, row[i]])))
  })
  return rows
}

it('the diagnoses of encounters are rows, those that are procedures without a condition', () => {
  const role = (code: string) => ({
    coding: [{ system: 'http://terminology.hl7.org/CodeSystem/diagnosis-role', code }]
  })
  const diagnosis = [
    { condition: { reference: 'Condition/a' }, use: role('AD'), rank: 1 },
    { condition: { reference: 'Procedure/b' }, use: role('DD'), rank: 1 },
    { condition: { reference: 'Condition/c' } }
  ]
  const subject = { reference: 'Patient/p' }
  expect(rowsOf(r4, 'encounter-diagnosis', { resourceType: 'Encounter', id: 'e', subject, diagnosis })).toEqual([
    { encounter_id: 'e', patient_id: 'p', position: 0, condition_id: 'a', use_code: 'AD', rank: 1 },
    { encounter_id: 'e', patient_id: 'p', position: 1, condition_id: null, use_code: 'DD', rank: 1 },
    { encounter_id: 'e', patient_id: 'p', position: 2, condition_id: 'c', use_code: null, rank: null }
  ])
})

it('the reason of an encounter is its code of ICD-10-CM where it has one', () => {
  const snomed = { system: 'http://snomed.info/sct', code: '386661006', display: 'Fever' }
  const icd = { system: 'http://hl7.org/fhir/sid/icd-10-cm', code: 'R50.9', display: 'Fever, unspecified' }
  const reason = (...coding: (typeof snomed)[]) => {
    const concept = { coding, text: 'fever' }
    const r4Rows = rowsOf(r4, 'encounter', { resourceType: 'Encounter', id: 'e', reasonCode: [concept] })
    const r5Rows = rowsOf(r5, 'encounter', { resourceType: 'Encounter', id: 'e', reason: [{ value: [{ concept }] }] })
    return [...r4Rows, ...r5Rows].map((row) => [row['reason_code'], row['reason_display']])
  }
  expect(reason(snomed, icd)).toEqual(Array(2).fill(['R50.9', 'Fever, unspecified']))
  expect(reason(snomed)).toEqual(Array(2).fill(['386661006', 'Fever']))
  expect(reason()).toEqual(Array(2).fill([null, 'fever']))
})

it('the record that replaces another one is named, as read from both releases', () => {
  const link = [
    { type: 'seealso', other: { reference: 'Patient/other' } },
    { type: 'replaced-by', other: { reference: 'RelatedPerson/r' } },
    { type: 'replaced-by', other: { reference: 'Patient/used' } }
  ]
  for (const views of [r4, r5]) {
    const merged = { resourceType: 'Patient', id: 'merged', active: false, link }
    expect(rowsOf(views, 'patient', merged)).toMatchObject([{ id: 'merged', active: false, replaced_by_id: 'used' }])
    const used = {
      resourceType: 'Patient',
      id: 'used',
      link: [link[0]!, { type: 'replaces', other: { reference: 'Patient/old' } }]
    }
    expect(rowsOf(views, 'patient', used)).toMatchObject([
      { id: 'used', active: null, replaced_by_id: null, replaces_id: 'old' }
    ])
  }
})

describe('the views of R5', () => {
  it('make the same tables as those of R4', () => {
    const shape = (view: CompiledView) =>
      view.columns.map(({ name, type, tags }) => ({ name, type, tags: Object.fromEntries(tags) }))
    for (const [file, definition] of r5) {
      expect(shape(compileView(definition)), file).toEqual(shape(compileView(r4.get(file)!)))
    }
    expect(Array.from(r5.keys())).toEqual(Array.from(r4.keys()))
  })

  it('read the elements that R5 changed', () => {
    const rowOf = (name: string, resource: Row) => rowsOf(r5, name, resource).at(-1) ?? {}
    const concept = { coding: [{ system: 'urn:s', code: 'c', display: 'd' }], text: 't' }
    expect(
      rowOf('encounter', {
        resourceType: 'Encounter',
        id: 'e',
        class: [concept],
        actualPeriod: { start: '2024-01-01', end: '2024-01-02' },
        participant: [{ actor: { reference: 'Patient/p' } }, { actor: { reference: 'Practitioner/x' } }],
        reason: [{ value: [{ concept }] }],
        admission: { dischargeDisposition: concept }
      })
    ).toMatchObject({
      class_code: 'c',
      period_start: '2024-01-01',
      period_end: '2024-01-02',
      practitioner_id: 'x',
      reason_display: 'd',
      discharge_disposition: 'c'
    })
    expect(
      rowOf('medication-request', {
        resourceType: 'MedicationRequest',
        id: 'm',
        medication: { concept, reference: { reference: 'Medication/y' } }
      })
    ).toMatchObject({ code: 'c', medication_id: 'y' })
    expect(rowOf('procedure', { resourceType: 'Procedure', id: 'p', occurrenceDateTime: '2024' })).toMatchObject({
      performed_start: '2024'
    })
    expect(
      rowOf('coverage', {
        resourceType: 'Coverage',
        id: 'c',
        insurer: { reference: 'Organization/o', display: 'O' },
        subscriberId: [{ value: 's' }]
      })
    ).toMatchObject({ payor_id: 'o', payor_name: 'O', subscriber_id: 's' })
    expect(rowOf('device', { resourceType: 'Device', id: 'd', type: [concept], name: [{ value: 'n' }] })).toMatchObject(
      { type_code: 'c', device_name: 'n', patient_id: null }
    )
    const diagnosis = [{ condition: [{ reference: { reference: 'Condition/c' } }], use: [concept] }]
    expect(rowOf('encounter-diagnosis', { resourceType: 'Encounter', id: 'e', diagnosis })).toMatchObject({
      encounter_id: 'e',
      condition_id: 'c',
      use_code: 'c',
      rank: null
    })
    expect(rowOf('allergy-intolerance', { resourceType: 'AllergyIntolerance', id: 'a', type: concept })).toMatchObject({
      type: 'c'
    })
  })
})

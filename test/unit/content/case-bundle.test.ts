import { describe, expect, it } from 'vitest'
import { caseBundle, caseBundles, readCaseBundles } from '#engine/measures/content/document/case-bundle.ts'
import type { ContentCase } from '#engine/measures/content/document/content-document.ts'
import { readTypedRecords } from '#engine/measures/content/typed-records.ts'
import { expectedCounts, newCaseRecords } from '../../../src-renderer/screens/cql/case-form.ts'

const measure = 'https://example.org/Measure/M'
const year = { start: '2026-01-01', end: '2026-12-31' }
const item: ContentCase = {
  name: 'Numerator: screened in time',
  patientId: 'p',
  period: year,
  resources: [
    { resourceType: 'Patient', id: 'p', birthDate: '1960-01-01' },
    { resourceType: 'Observation', id: 'o' }
  ],
  expected: { rate: { 'initial-population': 1, denominator: 1, numerator: 0 } }
}

describe('a test case as a Bundle', () => {
  it('has the records, and a marked MeasureReport of the expected counts', () => {
    const bundle = caseBundle(measure, item, year)
    expect(bundle).toMatchObject({ resourceType: 'Bundle', type: 'collection' })
    expect(JSON.stringify(bundle)).toContain('cqf-isTestCase')
    expect(readCaseBundles(bundle)).toEqual([{ measure, case: item }])
  })
  it('is read from a Bundle of Bundles and from a list, too', () => {
    const other = { ...item, name: 'Other', patientId: 'q', resources: [{ resourceType: 'Patient', id: 'q' }] }
    const names = (json: unknown): readonly string[] => readCaseBundles(json).map((read) => read.case.name)
    expect(names(caseBundles(measure, [item, other], year))).toEqual([item.name, 'Other'])
    expect(names([caseBundle(measure, item, year)])).toEqual([item.name])
  })
  it('of the official layout has counts by code, times in its period, and a version at its measure', () => {
    const report = {
      resourceType: 'MeasureReport',
      modifierExtension: [{ url: 'http://hl7.org/fhir/StructureDefinition/cqf-isTestCase', valueBoolean: true }],
      measure: `${measure}|1.0.0`,
      period: { start: '2026-01-01T00:00:00Z', end: '2026-12-31T23:59:59Z' },
      group: [
        {
          id: 'Group_1',
          population: [
            { code: { coding: [{ code: 'initial-population' }] }, count: 1 },
            { code: { coding: [{ code: 'numerator' }] }, count: 0 }
          ]
        }
      ]
    }
    const entry = [{ resource: { resourceType: 'Patient', id: 'p' } }, { resource: report }]
    expect(readCaseBundles({ resourceType: 'Bundle', id: 'case-7', type: 'transaction', entry })).toEqual([
      {
        measure,
        case: {
          name: 'case-7',
          patientId: 'p',
          period: year,
          resources: [{ resourceType: 'Patient', id: 'p' }],
          expected: { Group_1: { 'initial-population': 1, numerator: 0 } }
        }
      }
    ])
  })
  it('is refused without patient or expectation', () => {
    expect(() => readCaseBundles({ resourceType: 'Patient' })).toThrow(/no test case/)
    expect(() =>
      readCaseBundles({ resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', id: 'p' } }] })
    ).toThrow(/no MeasureReport/)
  })
})

describe('records that are typed', () => {
  it('are a Bundle, a list, or one resource', () => {
    const patient = { resourceType: 'Patient', id: 'p' }
    for (const json of [patient, [patient], { resourceType: 'Bundle', entry: [{ resource: patient }] }])
      expect(readTypedRecords(JSON.stringify(json))).toEqual({ resources: [patient], patientId: 'p' })
    expect(readTypedRecords(newCaseRecords)).toMatchObject({ patientId: 'test-1' })
  })
  it.each([
    ['{', /not JSON/],
    ['3', /Write a Bundle/],
    ['[{"id":"x"}]', /Resource 1 has no resourceType/],
    ['[]', /exactly one Patient; here are 0/],
    ['[{"resourceType":"Patient"}]', /no id/]
  ])('are refused with the reason: %s', (text, reason) => {
    expect(readTypedRecords(text)).toMatchObject({ problem: expect.stringMatching(reason) as unknown })
  })
})

describe('the fields of what a case expects', () => {
  const rates = [{ id: 'rate', populations: ['initial-population', 'numerator', 'measure-observation'] }]
  const shown = (expected?: ContentCase['expected']) =>
    expectedCounts(rates, expected).map(({ id, populations }) => [
      id,
      ...populations.map(({ code, count }) => code + count)
    ])
  it('are the populations that are counted, with what the case says under whatever name', () => {
    expect(shown()).toEqual([['rate', 'initial-population0', 'numerator0']])
    expect(shown({ 'group-1': { numerator: 1, stratum: 2 } })).toEqual([
      ['rate', 'initial-population0', 'numerator1', 'stratum2']
    ])
  })
})

import { describe, expect, it } from 'vitest'
import { ndc, rxNorm } from '#engine/base/codes/code-systems.ts'
import { packFile } from '#engine/measures/content/document/pack-file.ts'
import type { ContentDocument } from '#engine/measures/content/document/content-document.ts'
import { assembleContent } from '#engine/measures/content/assemble-content.ts'
import { readContentFile } from '#engine/measures/content/content-file.ts'

const empty: ContentDocument = { format: 'populus-content-1', title: 'Codes', resources: [], cases: [] }
const codes = [
  { list: 'registry:diabetes', system: 'urn:local', code: 'DM', display: 'Our "diabetes", all' },
  { list: 'https://populus.example/ValueSet/mammography', system: 'http://www.ama-assn.org/go/cpt', code: '77067' }
]
const crosswalks = [{ source: ndc, target: rxNorm, codes: { '00071015523': ['617310', '83367'] } }]
const local = [{ source: 'urn:local', target: 'http://loinc.org', codes: { A1C: ['4548-4'] } }]

describe('what a pack adds, as a file', () => {
  it.each([
    ['codes', { codes }, 'csv'],
    ['a crosswalk from NDC', { crosswalks }, 'csv'],
    ['both', { codes, crosswalks }, 'json'],
    ['another crosswalk', { crosswalks: local }, 'json']
  ] as const)('is read again as it was: %s', async (_, additions, expected) => {
    const { text, ending } = packFile({ ...empty, ...additions })
    expect(ending).toBe(expected)
    const file = await readContentFile(`a.${ending}`, new TextEncoder().encode(text))
    expect({ codes: file.codes, crosswalks: file.crosswalks }).toEqual({ codes: [], crosswalks: [], ...additions })
  })
})

describe('measures that were written here, as a file', () => {
  const year = { start: '2026-01-01', end: '2026-12-31' }
  const patient = { resourceType: 'Patient', id: 'p', birthDate: '1960-01-01' }
  const written: ContentDocument = {
    ...empty,
    title: 'Screening 0.1.0',
    resources: [
      {
        resourceType: 'Measure',
        url: 'urn:populus:local/Measure/Screening',
        version: '0.1.0',
        library: ['urn:populus:local/Library/Screening|0.1.0']
      },
      { resourceType: 'Library', name: 'Screening', version: '0.1.0', status: 'draft' },
      { resourceType: 'Library', name: 'Included', status: 'draft', type: { text: 'as it came' } },
      {
        resourceType: 'ValueSet',
        url: 'urn:test:vs',
        status: 'active',
        expansion: { contains: [{ system: 'http://loinc.org', code: '4548-4' }] }
      }
    ],
    cases: [
      {
        measure: 'urn:populus:local/Measure/Screening',
        period: year,
        cases: [
          { name: 'In time', patientId: 'p', period: year, resources: [patient], expected: { rate: { numerator: 1 } } },
          {
            name: 'Without the visit',
            patientId: 'p',
            period: { start: '2025-01-01', end: '2025-12-31' },
            options: { 'Visit Required': false },
            resources: [patient],
            expected: { rate: { numerator: 0 } }
          }
        ]
      }
    ]
  }

  const read = async (text: string): Promise<ContentDocument> => {
    const file = await readContentFile('screening.json', new TextEncoder().encode(text))
    expect(file.notes).toEqual([])
    return assembleContent(written.title, [file], []).document
  }

  it('are a Bundle, with what FHIR requires of a library and an expansion', () => {
    const { text, ending } = packFile(written)
    expect(ending).toBe('json')
    const { resourceType, type, entry } = JSON.parse(text) as {
      readonly resourceType: string
      readonly type: string
      readonly entry: readonly { readonly resource: Readonly<Record<string, unknown>> }[]
    }
    expect([resourceType, type]).toEqual(['Bundle', 'collection'])
    const [measure, library, included, valueSet, ...cases] = entry.map(({ resource }) => resource)
    expect(measure).toEqual(written.resources[0])
    expect(library).toMatchObject({
      url: 'urn:populus:local/Library/Screening',
      type: { coding: [{ code: 'logic-library' }] }
    })
    expect(included).toEqual(written.resources[2])
    expect(valueSet).toMatchObject({
      expansion: { _timestamp: { extension: [{ valueCode: 'unknown' }] }, contains: [{ code: '4548-4' }] }
    })
    expect(cases.map((resource) => resource['resourceType'])).toEqual(['Bundle', 'Bundle'])
  })

  it('are read again with their test cases, each with its period and parameters', async () => {
    const { resources, cases } = await read(packFile(written).text)
    expect(cases).toEqual(written.cases)
    expect(resources.map(({ resourceType, name, url }) => [resourceType, name ?? url])).toEqual(
      written.resources.map(({ resourceType, name, url }) => [resourceType, name ?? url])
    )
  })

  it('and codes that are added are together in one file, which is read again', async () => {
    const both = { ...written, codes }
    const { resources, codes: added } = await read(packFile(both).text)
    expect([resources, added]).toEqual([written.resources, codes])
  })
})

describe('test cases in files of their own', () => {
  it('go to the measure that they name, together', async () => {
    const caseOf = (id: string): object => ({
      resourceType: 'Bundle',
      type: 'collection',
      entry: [
        { resource: { resourceType: 'Patient', id } },
        {
          resource: {
            resourceType: 'MeasureReport',
            modifierExtension: [{ url: 'http://hl7.org/fhir/StructureDefinition/cqf-isTestCase', valueBoolean: true }],
            measure: 'urn:test:m|1.0.0',
            period: { start: '2026-01-01', end: '2026-12-31' },
            group: [{ id: 'rate', population: [{ code: { coding: [{ code: 'numerator' }] }, count: 1 }] }]
          }
        }
      ]
    })
    const files = await Promise.all(
      [{ resourceType: 'Measure', url: 'urn:test:m' }, caseOf('p'), caseOf('q')].map((json, index) =>
        readContentFile(`${index}.json`, new TextEncoder().encode(JSON.stringify(json)))
      )
    )
    expect(files.flatMap(({ notes }) => notes)).toEqual([])
    const { cases } = assembleContent('Pack', files, []).document
    expect(cases.map(({ measure, cases: items }) => [measure, items.map(({ patientId }) => patientId)])).toEqual([
      ['urn:test:m', ['p', 'q']]
    ])
  })
})

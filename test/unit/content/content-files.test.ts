import { describe, expect, it } from 'vitest'
import { assembleContent, base64OfText } from '#engine/measures/content/assemble-content.ts'
import { readContentFile } from '#engine/measures/content/content-file.ts'
import { packFacts } from '#engine/measures/content/pack-facts.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'

const bytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value))
const measure: FhirObject = {
  resourceType: 'Measure',
  url: 'http://example.org/Measure/a',
  version: '1',
  title: 'A',
  library: ['http://example.org/Library/A']
}
const elm = { library: { identifier: { id: 'A', version: '1' } } }
const library: FhirObject = {
  resourceType: 'Library',
  name: 'A',
  version: '1',
  content: [{ contentType: 'application/elm+json', data: base64OfText(JSON.stringify(elm)) }]
}
const valueSet: FhirObject = {
  resourceType: 'ValueSet',
  url: 'http://example.org/ValueSet/v',
  expansion: { contains: [{ system: 's', code: 'c' }] }
}

describe('files of measure content', () => {
  it.each([
    [
      'a bundle',
      {
        resourceType: 'Bundle',
        entry: [{ resource: measure }, { resource: library }, { resource: { resourceType: 'Patient' } }]
      },
      2
    ],
    ['a list', [measure, valueSet], 2],
    ['one resource', valueSet, 1],
    ['an ELM document', elm, 1],
    ['a pack', { measure, libraries: [library], valueSets: [valueSet], cases: [] }, 3],
    [
      'a transaction',
      {
        resourceType: 'Bundle',
        type: 'transaction',
        entry: [
          { fullUrl: 'a', resource: measure, request: { method: 'PUT', url: 'Measure/a' } },
          { resource: library }
        ]
      },
      2
    ],
    [
      'bundles within bundles',
      { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Bundle', entry: [{ resource: valueSet }] } }] },
      1
    ],
    [
      'the parameters of an operation',
      {
        resourceType: 'Parameters',
        parameter: [
          { name: 'return', resource: { resourceType: 'Bundle', entry: [{ resource: measure }] } },
          { name: 'more', part: [{ name: 'library', resource: library }] },
          { name: 'start', valueDate: '2026-01-01' }
        ]
      },
      2
    ],
    ['lines of resources', [measure, library, valueSet].map((resource) => JSON.stringify(resource)).join('\n'), 3]
  ])('reads %s', async (_, json, resources) => {
    const file = await readContentFile('a.json', bytes(json))
    expect(file.resources).toHaveLength(resources)
  })

  it('counts resources that are no content', async () => {
    const file = await readContentFile('a.json', bytes([measure, { resourceType: 'Patient' }]))
    expect(file.notes).toEqual(['1 resource is no measure, library or value set, and was left out.'])
  })

  it('takes CQL text as it is', async () => {
    expect((await readContentFile('a.cql', bytes("library A version '1'"))).cql).toBe("library A version '1'")
  })

  it('reads the cases of a pack with the measure that they belong to', async () => {
    const cases = [
      {
        name: 'one',
        patientId: 'p',
        bundle: { resourceType: 'Bundle', entry: [{ resource: { resourceType: 'Patient', id: 'p' } }] },
        expected: {
          groups: [
            {
              id: 'g',
              populations: [
                { code: 'numerator', count: 1 },
                { code: 'numerator', count: 7 }
              ]
            }
          ]
        }
      }
    ]
    const period = { start: '2026-01-01', end: '2026-12-31' }
    const { measureCases } = await readContentFile(
      'a.json',
      bytes({ measure, libraries: [], valueSets: [], cases, period })
    )
    expect(measureCases).toEqual([
      {
        measure: 'http://example.org/Measure/a',
        period,
        cases: [
          {
            name: 'one',
            patientId: 'p',
            resources: [{ resourceType: 'Patient', id: 'p' }],
            expected: { g: { numerator: 1 } }
          }
        ]
      }
    ])
  })

  it.each([
    ['cut off', '{"resourceType":"Bundle"', /not JSON/],
    ['something else', '{"a":1}', /no FHIR resource/]
  ])('says what is wrong with JSON that is %s', async (_, text, sentence) => {
    await expect(readContentFile('a.json', bytes(text))).rejects.toThrow(sentence)
  })
})

describe('a pack', () => {
  const file = (name: string, resources: readonly FhirObject[]) => ({
    name,
    resources,
    cql: undefined,
    models: [],
    cases: undefined,
    measureCases: [],
    codes: [],
    crosswalks: [],
    notes: []
  })

  it('takes what is there twice once, the fuller one', () => {
    const empty: FhirObject = { resourceType: 'ValueSet', url: 'http://example.org/ValueSet/v' }
    const { document, notes } = assembleContent('p', [file('a', [measure, empty]), file('b', [valueSet])], [])
    expect(document.resources).toEqual([measure, valueSet])
    expect(notes).toEqual(['1 resource is there twice; the fuller one was taken.'])
  })

  it('puts translated CQL in the place of a library without ELM', () => {
    const shell: FhirObject = { resourceType: 'Library', name: 'A' }
    const { document } = assembleContent(
      'p',
      [file('a', [measure, shell])],
      [{ name: 'A', version: '1', cql: 'library A', elm }]
    )
    expect(document.resources.filter(({ resourceType }) => resourceType === 'Library')).toHaveLength(1)
    expect(document.resources[1]).toMatchObject({
      name: 'A',
      content: [{ contentType: 'application/elm+json' }, { contentType: 'text/cql' }]
    })
  })

  it('gives cases to the measure that they lie next to', () => {
    const cases = { period: { start: '2026-01-01', end: '2026-12-31' }, cases: [] }
    const { document } = assembleContent(
      'p',
      [file('x/a/measure.json', [measure]), { ...file('x/a/cases.json', []), cases }],
      []
    )
    expect(document.cases).toEqual([{ measure: 'http://example.org/Measure/a', ...cases }])
  })

  it('is refused without a measure and without a value set', () => {
    expect(() => assembleContent('p', [file('a', [library])], [])).toThrow(
      /no FHIR Measure, no value set and no list of codes/
    )
  })

  it('is told by its facts', () => {
    const { document } = assembleContent('My pack', [file('a', [measure, library, valueSet])], [])
    expect(packFacts(document, { hash: 'h', textBytes: 7, source: 'import' })).toEqual({
      title: 'My pack',
      hash: 'h',
      textBytes: 7,
      source: 'import',
      measures: [{ url: 'http://example.org/Measure/a', version: '1', title: 'A' }],
      libraries: 1,
      valueSets: 1
    })
  })
})

describe('logic that is nested too deeply', () => {
  const deep = `{"library":{"identifier":{"id":"Deep"},"x":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`

  it('is refused as a document', async () => {
    await expect(readContentFile('deep.json', bytes(deep))).rejects.toMatchObject({
      code: 'invalid-input',
      message: 'It is nested more than 3000 levels deep, which no measure content is.'
    })
  })

  it('is left out as a Library, and the rest of the bundle is read', async () => {
    const content = [{ contentType: 'application/elm+json', data: base64OfText(deep) }]
    const entry = [measure, library, { ...library, name: 'Deep', content }].map((resource) => ({ resource }))
    const { resources, notes } = await readContentFile('b.json', bytes({ resourceType: 'Bundle', entry }))
    expect(resources).toEqual([measure, library])
    expect(notes).toEqual(['Library Deep was left out: its logic is nested more than 3000 levels deep.'])
  })
})

import { describe, expect, it } from 'vitest'
import { compareValueSets } from '#engine/measures/content/compare-value-sets.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'

const icd = 'http://hl7.org/fhir/sid/icd-10-cm'
const sct = 'http://snomed.info/sct'
const concept = (code: string, reason?: string): FhirObject =>
  reason === undefined
    ? { code }
    : {
        code,
        extension: [{ url: 'https://populus.example/StructureDefinition/not-in-official', valueString: reason }]
      }
const ours = (
  title: string,
  official: readonly string[],
  codes: Readonly<Record<string, FhirObject[]>>
): FhirObject => ({
  resourceType: 'ValueSet',
  url: `https://populus.example/ValueSet/${title}`,
  title,
  extension: official.map((valueString) => ({
    url: 'https://populus.example/StructureDefinition/official-concept',
    valueString
  })),
  compose: { include: Object.entries(codes).map(([system, list]) => ({ system, concept: list })) }
})
const list = (name: string, codes: Readonly<Record<string, readonly string[]>>) => ({
  names: [name],
  codes: new Map(Object.entries(codes).map(([system, all]) => [system, new Set(all)]))
})

describe('our code lists next to official ones', () => {
  const anxiety = ours('Anxiety', ['AnxietyDisorder', 'PanicDisorder'], {
    [icd]: [concept('F41.1'), concept('F41.0'), concept('F41.9', 'Claims use it.')],
    [sct]: [concept('21897009')]
  })

  it('have codes that are in it, codes that are not with the reason, and a coverage by code system', () => {
    const compared = compareValueSets(
      [anxiety],
      [list('Anxiety Disorder', { [icd]: ['F41.1', 'F41.3'] }), list('panic-disorder', { [icd]: ['F41.0', 'F41.1'] })]
    )
    expect(compared).toEqual([
      {
        url: 'https://populus.example/ValueSet/Anxiety',
        title: 'Anxiety',
        text: '',
        date: undefined,
        sources: [],
        official: ['AnxietyDisorder', 'PanicDisorder'],
        codes: 4,
        inside: 2,
        outside: [
          { system: icd, code: 'F41.9', reason: 'Claims use it.' },
          { system: sct, code: '21897009', reason: undefined }
        ],
        coverage: [
          { system: icd, shared: 2, theirs: 3 },
          { system: sct, shared: 0, theirs: 0 }
        ]
      }
    ])
  })

  it('stand in the order of their titles, also where no official list of the concept is there', () => {
    const others = [ours('Zoster', ['Zoster'], {}), anxiety, ours('Own', [], {}), ours('Asthma', ['Asthma'], {})]
    const official = [list('Zoster', {}), list('Asthma', {}), list('Something', {})]
    const compared = compareValueSets(others, official)
    expect(compared.map(({ title }) => title)).toEqual(['Anxiety', 'Asthma', 'Own', 'Zoster'])
    expect(compared.filter((valueSet) => valueSet.official.length > 0).map(({ title }) => title)).toEqual([
      'Asthma',
      'Zoster'
    ])
    expect(compared[0]).toMatchObject({ codes: 4, inside: 0, outside: [], coverage: [] })
  })

  it('say where their codes come from, and give the reason of a code system where a code has none of its own', () => {
    const extension = 'https://populus.example/StructureDefinition'
    const facts = { title: 'Code tables', version: '2026', publisher: 'CMS', license: 'Public domain' }
    const listed = ours('Gout', ['Gout'], { [icd]: [concept('M10'), concept('M1A', 'Chronic gout.')] })
    const parts = Object.entries(facts).map(([url, valueString]) => ({ url, valueString }))
    const [gout] = compareValueSets(
      [
        {
          ...listed,
          date: '2026-11-27',
          description: 'ICD-10-CM: M10 and M1A.',
          extension: [
            ...(listed['extension'] as FhirObject[]),
            { url: `${extension}/code-source`, extension: [{ url: 'system', valueUri: icd }, ...parts] },
            {
              url: `${extension}/not-in-official`,
              extension: [
                { url: 'system', valueUri: icd },
                { url: 'reason', valueString: 'Categories.' }
              ]
            }
          ]
        }
      ],
      [list('Gout', { [icd]: ['M10.9'] })]
    )
    expect(gout).toMatchObject({ text: 'ICD-10-CM: M10 and M1A.', date: '2026-11-27' })
    expect(gout!.sources).toEqual([{ system: icd, codes: 2, ...facts }])
    expect(gout!.outside).toEqual([
      { system: icd, code: 'M10', reason: 'Categories.' },
      { system: icd, code: 'M1A', reason: 'Chronic gout.' }
    ])
  })
})

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

describe('our code lists beside official ones', () => {
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

  it('are left out where no official list of the concept is there, and stand in the order of their titles', () => {
    const others = [ours('Zoster', ['Zoster'], {}), anxiety, ours('Own', [], {}), ours('Asthma', ['Asthma'], {})]
    const official = [list('Zoster', {}), list('Asthma', {}), list('Something', {})]
    expect(compareValueSets(others, official).map(({ title }) => title)).toEqual(['Asthma', 'Zoster'])
  })
})

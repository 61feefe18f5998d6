import { describe, expect, it } from 'vitest'
import { objectsOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { packMeasures, packValueSets } from '../../conformance/pack-content.ts'

const measures = packMeasures()
const hcpcs = 'http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets'
const codeSystems = new Set([
  'http://snomed.info/sct',
  'http://hl7.org/fhir/sid/icd-10-cm',
  'http://loinc.org',
  'http://www.nlm.nih.gov/research/umls/rxnorm',
  'http://hl7.org/fhir/sid/cvx',
  hcpcs
])

describe('the built-in pack', () => {
  it('has at least 22 measures', () => {
    expect(measures.length).toBeGreaterThanOrEqual(22)
  })

  it.each(measures.map((one) => [one.id, one.measure] as const))(
    '%s says where it comes from and what it is not',
    (id, measure) => {
      expect(measure['id']).toBe(id)
      expect(textOf(measure['disclaimer'])).toBe('Modelled on public definitions; not HEDIS, not certified.')
      const sources = objectsOf(measure['relatedArtifact'])
      expect(sources.length).toBeGreaterThan(0)
      for (const source of sources) {
        expect(textOf(source['display'])).toMatch(/\S/)
        expect(textOf(source['url'])).toMatch(/^https:\/\//)
      }
      expect(measure['improvementNotation']).toBeDefined()
      expect(measure['scoring']).toBeDefined()
    }
  )

  it('keeps to code systems that may be shipped, without a word of the owners', () => {
    for (const valueSet of packValueSets()) {
      const parts = objectsOf((valueSet['compose'] as { readonly include: unknown })['include'] as never)
      expect(parts.length).toBeGreaterThan(0)
      for (const part of parts) {
        expect(codeSystems).toContain(part['system'])
        const codes = objectsOf(part['concept']).map((one) => one['code'])
        expect(new Set(codes).size).toBe(codes.length)
        // Level II alone: the five digits of level I belong to their owner.
        if (part['system'] === hcpcs) for (const code of codes) expect(code).toMatch(/^[A-V]\d{4}$/)
        expect(objectsOf(part['concept']).filter((one) => 'display' in one)).toEqual([])
      }
    }
  })
})

import { describe, expect, it } from 'vitest'
import { objectsOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { packMeasures } from '../../conformance/pack-content.ts'

const measures = packMeasures()
describe('the built-in pack', () => {
  it('has at least 22 measures', () => {
    expect(measures.length).toBeGreaterThanOrEqual(22)
  })

  it.each(measures.map((measure) => [measure.id, measure.measure] as const))(
    '%s says where it comes from and what it is not',
    (id, measure) => {
      expect(measure['id']).toBe(id)
      expect(textOf(measure['disclaimer'])).toBe('Modeled on public definitions; not HEDIS, not certified.')
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
})

import { describe, expect, it } from 'vitest'
import { objectsOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import { measureFamily } from '#engine/measures/rates/measure-family.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { packMeasures } from '../../conformance/pack-content.ts'

const measures = packMeasures()

/** Measures that name an eCQM and count next to it, with the reason. */
const besideTheEcqm: Readonly<Record<string, string>> = {
  'hba1c-control': 'its threshold is another',
  'statin-therapy-cardiovascular-disease': 'it is a part of the eCQM',
  'statin-therapy-diabetes': 'it is a part of the eCQM'
}

/** The eCQM that a measure is modeled on. @returns its family, such as `cms165`; undefined where it names none */
function ecqmOf(measure: FhirObject): string | undefined {
  const definition = objectsOf(measure['extension']).find(({ url }) => textOf(url)?.endsWith('/public-definition'))
  const names = objectsOf(definition?.['extension']).filter(({ url }) => url === 'name')
  const number = /^CMS(\d+):/.exec(textOf(names[0]?.['valueString']) ?? '')?.[1]
  return number === undefined ? undefined : `cms${number}`
}

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

  it('counts a measure that is modeled on an eCQM and that eCQM once', () => {
    const modeled = measures.filter(({ measure }) => ecqmOf(measure) !== undefined)
    expect(modeled.length).toBeGreaterThan(15)
    const apart = modeled.filter(({ measure }) => measureFamily(measure) !== ecqmOf(measure)).map(({ id }) => id)
    expect(apart.toSorted()).toEqual(Object.keys(besideTheEcqm))
  })
})

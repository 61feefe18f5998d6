import { describe, expect, it } from 'vitest'
import { objectOf, objectsOf, textOf } from '#engine/measures/fhir-json.ts'
import type { FhirObject } from '#engine/elm/values/fhir-element.ts'
import { packMeasures, packValueSets, sharedElm } from '../../conformance/pack-content.ts'
import { bundleOf, peerEngine } from '../../conformance/peer-engine.ts'

const peer = await peerEngine()

/** A Library as the reference engine wants it: found by its canonical URL. */
function libraryOf(elm: unknown): FhirObject {
  const identifier = objectOf(objectOf((elm as FhirObject)['library'])?.['identifier'])
  const id = textOf(identifier?.['id']) ?? ''
  const data = Buffer.from(JSON.stringify(elm)).toString('base64')
  return {
    resourceType: 'Library',
    id,
    url: `https://populus.example/Library/${id}`,
    version: textOf(identifier?.['version']) ?? '',
    content: [{ contentType: 'application/elm+json', data }]
  }
}

/** The codes that a value set writes out, as an expansion. */
function expanded(valueSet: FhirObject): FhirObject {
  const contains = objectsOf(objectOf(valueSet['compose'])?.['include']).flatMap((part) =>
    objectsOf(part['concept']).map((one) => ({ system: part['system'] ?? '', code: one['code'] ?? '' }))
  )
  return { ...valueSet, expansion: { contains } }
}

describe.skipIf(peer === undefined)('the reference engine agrees with every case', () => {
  const shared = sharedElm().map(libraryOf)
  const valueSets = packValueSets().map(expanded)

  it.each(packMeasures().map((one) => [one.id, one] as const))(
    '%s',
    async (_id, { measure, elm, cases, period }) => {
      const pack = { measure, libraries: [libraryOf(elm), ...shared], valueSets }
      const bundles = cases.map(({ resources }) => bundleOf(resources))
      const results = await peer!(pack, bundles, period, false)
      const theirs = cases.map(({ name, patientId }) => {
        const groups = results.find((one) => one.patientId === patientId)?.groups ?? []
        const counts = groups.map(({ id, populations }) => [
          id,
          Object.fromEntries(populations.map(({ code, count }) => [code, count]))
        ])
        return [name, Object.fromEntries(counts) as unknown]
      })
      expect(theirs).toEqual(cases.map(({ name, expected }) => [name, expected]))
    },
    60_000
  )
})

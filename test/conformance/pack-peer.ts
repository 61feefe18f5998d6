import { objectOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { packValueSets, sharedElm } from './pack-content.ts'
import type { MeasurePack } from './measure-pack.ts'

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

/** Makes of built-in measures what the reference engine takes. */
export function peerPacks(): (measure: {
  readonly measure: FhirObject
  readonly elm: unknown
}) => Pick<MeasurePack, 'measure' | 'libraries' | 'valueSets'> {
  const shared = sharedElm().map(libraryOf)
  const valueSets = packValueSets()
  return ({ measure, elm }) => ({ measure, libraries: [libraryOf(elm), ...shared], valueSets })
}

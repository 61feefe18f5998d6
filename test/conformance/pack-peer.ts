import { objectOf, textOf } from '#engine/cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import { packValueSets, sharedElm } from './pack-content.ts'
import type { MeasurePack } from './measure-pack.ts'

/**
 * Parts of ELM that say where it stands in the CQL. They change no result, and the reference engine looks through all of
 * them for each statement and patient, to mark up the text of the logic.
 */
const places = new Set(['localId', 'locator', 'annotation'])

/** A Library as the reference engine wants it: found by its canonical URL. */
function libraryOf(elm: unknown): FhirObject {
  const identifier = objectOf(objectOf((elm as FhirObject)['library'])?.['identifier'])
  const id = textOf(identifier?.['id']) ?? ''
  const logic = JSON.stringify(elm, (key, value: unknown) => (places.has(key) ? undefined : value))
  const data = Buffer.from(logic).toString('base64')
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

import { engineMeasuresDefinitionMessages as m } from '#messages/engine/measures/definition.ts'
import { AppError } from '#shared/app-error.ts'
import { base64OfBytes } from '../../base/ndjson/base64.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { objectOf, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'

/** A FHIR Library that carries an ELM document. */
function libraryOf(elm: FhirObject): FhirObject {
  const data = base64OfBytes(new TextEncoder().encode(JSON.stringify(elm)))
  const name = textOf(objectOf(objectOf(elm['library'])?.['identifier'])?.['id']) ?? ''
  return { resourceType: 'Library', name, content: [{ contentType: 'application/elm+json', data }] }
}

/** The resources among the parameters of an operation, and their parts. */
function parameterResources(parameters: readonly FhirObject[]): readonly FhirObject[] {
  return parameters.flatMap((item) => {
    const resource = objectOf(item['resource'])
    return [
      ...(resource === undefined ? [] : contentResources(resource)),
      ...parameterResources(objectsOf(item['part']))
    ]
  })
}

/**
 * The FHIR resources of a JSON document of any form that measures are handed on in: a Bundle, the Parameters of an
 * operation, a list of resources, one resource, an ELM document of a pack's folder (as a Library), or a pack with
 * `measure`, `libraries` and `valueSets`. Test cases that lie next to a measure give none.
 * @throws AppError when it is none of these
 */
export function contentResources(json: unknown): readonly FhirObject[] {
  if (Array.isArray(json)) return json.flatMap(contentResources)
  const object = objectOf(json as FhirObject | null)
  if (object === undefined) throw new AppError('invalid-input', m.thisJSONHoldsNoFHIRResource)
  if (object['resourceType'] === 'Bundle') {
    return objectsOf(object['entry']).flatMap((entry) => {
      const resource = objectOf(entry['resource'])
      return resource === undefined ? [] : contentResources(resource)
    })
  }
  if (object['resourceType'] === 'Parameters') return parameterResources(objectsOf(object['parameter']))
  if (typeof object['resourceType'] === 'string') return [object]
  if (objectOf(object['library']) !== undefined) return [libraryOf(object)]
  if (Array.isArray(object['cases']) && object['measure'] === undefined) return []
  const measure = objectOf(object['measure'])
  if (measure === undefined) throw new AppError('invalid-input', m.thisJSONHoldsNoFHIRResource)
  return [measure, ...objectsOf(object['libraries']), ...objectsOf(object['valueSets'])]
}

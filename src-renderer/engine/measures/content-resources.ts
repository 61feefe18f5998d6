import { AppError } from '#shared/app-error.ts'
import type { FhirObject } from '../elm/values/fhir-element.ts'
import { objectOf, objectsOf } from './fhir-json.ts'

/**
 * The FHIR resources of a JSON document of any form that measures are handed on in: a Bundle, a list of resources, one
 * resource, or a pack with `measure`, `libraries` and `valueSets`.
 * @throws AppError when it is none of these
 */
export function contentResources(json: unknown): readonly FhirObject[] {
  if (Array.isArray(json)) return json.flatMap(contentResources)
  const object = objectOf(json as FhirObject | null)
  if (object === undefined) throw new AppError('invalid-input', 'This JSON holds no FHIR resource.')
  if (object['resourceType'] === 'Bundle') {
    return objectsOf(object['entry']).flatMap((entry) => {
      const resource = objectOf(entry['resource'])
      return resource === undefined
        ? []
        : resource['resourceType'] === 'Bundle'
          ? contentResources(resource)
          : [resource]
    })
  }
  if (typeof object['resourceType'] === 'string') return [object]
  const measure = objectOf(object['measure'])
  if (measure === undefined) throw new AppError('invalid-input', 'This JSON holds no FHIR resource.')
  return [measure, ...objectsOf(object['libraries']), ...objectsOf(object['valueSets'])]
}

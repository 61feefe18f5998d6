import type { FhirJson, FhirObject } from '../values/fhir-element.ts'
import { textOf } from './fhir-json.ts'
import { uuidOf } from './uuid-of.ts'

/** Where relative references between the resources of a Bundle lead to; nothing is found there. */
const home = 'https://populus.example/fhir'

/**
 * A Bundle of resources (FHIR R4, collection). Each entry has the full URL that FHIR requires: by type and id, so that relative references
 * lead from one to another, and a UUID for a resource without an id and for one whose type and id are there already.
 */
export function collectionBundle(
  resources: readonly FhirObject[],
  more: Readonly<Record<string, FhirJson>> = {}
): FhirObject {
  const known = new Set<string>()
  const entry = resources.map((resource, place) => {
    const url = urlOf(resource)
    const fullUrl =
      url === undefined || known.has(url) ? `urn:uuid:${uuidOf(`${place} ${JSON.stringify(resource)}`)}` : url
    known.add(fullUrl)
    return { fullUrl, resource }
  })
  return { resourceType: 'Bundle', type: 'collection', ...more, entry }
}

function urlOf(resource: FhirObject): string | undefined {
  const id = textOf(resource['id']) ?? ''
  return /^[A-Za-z0-9.-]{1,64}$/.test(id) ? `${home}/${textOf(resource['resourceType']) ?? ''}/${id}` : undefined
}

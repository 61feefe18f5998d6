import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { objectOf, objectsOf } from '../../cql/elm/fhir/fhir-json.ts'

/** The resources of a Bundle's entries. */
export function bundleResources(bundle: FhirObject): readonly FhirObject[] {
  return objectsOf(bundle['entry']).flatMap((entry): readonly FhirObject[] => {
    const resource = objectOf(entry['resource'])
    return resource === undefined ? [] : [resource]
  })
}

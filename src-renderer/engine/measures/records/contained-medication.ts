import { objectOf, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'

/**
 * A record whose medication is a Medication inside itself, with the code of that in the place of the reference: logic that follows
 * references looks for resources that stand alone. Any other record as it is.
 */
export function withOwnMedication(resource: FhirObject): FhirObject {
  const { contained, medicationReference, medication } = resource
  if (contained === undefined) return resource
  const isR4 = medicationReference !== undefined
  const reference = objectOf(isR4 ? medicationReference : objectOf(medication)?.['reference'])
  const id = textOf(reference?.['reference'])
  if (id?.startsWith('#') !== true) return resource
  for (const inside of objectsOf(contained)) {
    if (inside['resourceType'] !== 'Medication' || inside['id'] !== id.slice(1)) continue
    const code = inside['code']
    if (code === undefined) return resource
    if (!isR4) return { ...resource, medication: { concept: code } }
    const { medicationReference: _, ...others } = resource
    return { ...others, medicationCodeableConcept: code }
  }
  return resource
}

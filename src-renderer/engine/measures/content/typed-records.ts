import { engineMeasuresContentMessages as m } from '#messages/engine/measures/content.ts'
import type { FhirJson, FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { bundleResources, objectOf, objectsOf, textOf } from '../../cql/elm/fhir/fhir-json.ts'

/** The records of one patient that somebody typed, or why they cannot be used. */
export type TypedRecords =
  | { readonly resources: readonly FhirObject[]; readonly patientId: string }
  | { readonly problem: string }

/** Reads records as JSON: a Bundle, a list of resources, or one resource. */
export function readTypedRecords(text: string): TypedRecords {
  let json: FhirJson
  try {
    json = JSON.parse(text) as FhirJson
  } catch (error) {
    const where = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1]
    const line = where === undefined ? undefined : text.slice(0, Number(where)).split('\n').length
    return { problem: line === undefined ? m.thisIsNoJSON : m.thisIsNoJSONLookAt(line) }
  }
  const resources = resourcesOf(json)
  if (resources === undefined) return { problem: m.writeABundleAListOf }
  const nameless = resources.findIndex((item) => textOf(item['resourceType']) === undefined)
  if (nameless >= 0) return { problem: m.resourceHasNoResourceType(nameless + 1) }
  const patients = resources.filter(({ resourceType }) => resourceType === 'Patient')
  if (patients.length !== 1) return { problem: m.aCaseHasExactlyOnePatient(patients.length) }
  const patientId = textOf(patients[0]!['id'])
  return patientId === undefined ? { problem: m.thePatientHasNoId } : { resources, patientId }
}

function resourcesOf(json: FhirJson): readonly FhirObject[] | undefined {
  if (Array.isArray(json)) return objectsOf(json)
  const object = objectOf(json)
  if (object === undefined) return undefined
  if (object['resourceType'] !== 'Bundle') return [object]
  return bundleResources(object)
}

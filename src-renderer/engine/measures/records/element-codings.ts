import { valueSetStoodFor } from '../../cql/elm/fhir/element-codes.ts'
import { FhirElement, type FhirJson, type FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { elementOf } from '../../cql/elm/fhir/fhir-elements.ts'

/** Receives the codes of an element. */
export interface CodingSink {
  code(system: string | undefined, code: string): void
  /** A value set, by URL without version, that the element stands for as a whole. */
  whole(valueSet: string): void
}

/** Goes through the codes of an element of a resource: a code, a Coding, a CodeableConcept or a list of them. */
export function elementCodings(resource: FhirObject, element: string, sink: CodingSink): void {
  const value = elementOf(resource, element)
  collect(value instanceof FhirElement ? value.json : (value as FhirJson), sink)
}

function collect(json: FhirJson | undefined, sink: CodingSink): void {
  if (typeof json === 'string') {
    sink.code(undefined, json)
    return
  }
  if (typeof json !== 'object' || json === null) return
  if (Array.isArray(json)) {
    for (const item of json) collect(item as FhirJson, sink)
    return
  }
  const { coding, code, system, extension } = json as FhirObject
  if (!Array.isArray(coding)) addCode(system, code, sink)
  else {
    for (const item of coding as readonly FhirJson[]) {
      if (typeof item !== 'object' || item === null) continue
      addCode((item as FhirObject)['system'], (item as FhirObject)['code'], sink)
    }
  }
  if (extension !== undefined) for (const url of valueSetStoodFor(extension)) sink.whole(url)
}

function addCode(system: FhirJson | undefined, code: FhirJson | undefined, sink: CodingSink): void {
  if (typeof code === 'string') sink.code(typeof system === 'string' ? system : undefined, code)
}

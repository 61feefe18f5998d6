import { ValueSet, type CodeMembership } from '../values/code.ts'
import { FhirElement, type FhirJson, type FhirObject } from '../values/fhir-element.ts'
import type { Value } from '../values/value.ts'

/**
 * Whether one of the codes of a FHIR element (CodeableConcept, Coding, code, or lists of these) is a member; or, for a
 * value set, whether the element stands for all of it.
 */
export function elementHasCode(value: Value, codes: CodeMembership): boolean {
  return jsonHasCode(value instanceof FhirElement ? value.json : (value as FhirJson), codes)
}

function jsonHasCode(json: FhirJson | undefined, codes: CodeMembership): boolean {
  if (typeof json === 'string') return codes.has(undefined, json)
  if (typeof json !== 'object' || json === null) return false
  if (Array.isArray(json)) return (json as readonly FhirJson[]).some((item) => jsonHasCode(item, codes))
  const object = json as FhirObject
  const { coding, code, system, extension } = object
  if (Array.isArray(coding)) {
    for (const one of coding as readonly FhirObject[]) if (codingIsIn(one['system'], one['code'], codes)) return true
  } else if (codingIsIn(system, code, codes)) {
    return true
  }
  return extension !== undefined && codes instanceof ValueSet && standsFor(extension, codes.id)
}

function codingIsIn(system: FhirJson | undefined, code: FhirJson | undefined, codes: CodeMembership): boolean {
  return typeof code === 'string' && codes.has(typeof system === 'string' ? system : undefined, code)
}

/** QI-Core's `notDoneValueSet`: an element without a code that names a value set, none of which was done. */
function standsFor(extension: FhirJson, valueSet: string): boolean {
  if (!Array.isArray(extension)) return false
  return (extension as readonly FhirObject[]).some(({ url, valueCanonical }) => {
    if (typeof url !== 'string' || typeof valueCanonical !== 'string') return false
    return url.endsWith('notDoneValueSet') && valueCanonical.split('|')[0] === valueSet
  })
}

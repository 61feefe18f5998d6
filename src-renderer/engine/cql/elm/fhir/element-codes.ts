import type { FhirJson, FhirObject } from '../values/fhir-element.ts'

const nothing: readonly string[] = []

/**
 * QI-Core's `notDoneValueSet`: the value sets, by URL without version, that an element without a code names, none of
 * whose codes was done.
 */
export function valueSetStoodFor(extension: FhirJson): readonly string[] {
  if (!Array.isArray(extension)) return nothing
  return (extension as readonly FhirObject[]).flatMap(({ url, valueCanonical }) => {
    if (typeof url !== 'string' || typeof valueCanonical !== 'string' || !url.endsWith('notDoneValueSet')) return []
    return [valueCanonical.split('|')[0]!]
  })
}

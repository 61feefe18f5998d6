import type { FhirJson, FhirObject } from '../values/fhir-element.ts'

/** A member that is a text. */
export function textOf(value: FhirJson | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A member that is an object. */
export function objectOf(value: FhirJson | undefined): FhirObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as FhirObject) : undefined
}

/** The objects of a member that is a list; none where there is no list. */
export function objectsOf(value: FhirJson | undefined): readonly FhirObject[] {
  if (!Array.isArray(value)) return []
  return (value as readonly FhirJson[]).map(objectOf).filter((item) => item !== undefined)
}

/** The first code of a CodeableConcept. */
export function firstCode(value: FhirJson | undefined): string | undefined {
  return textOf(objectsOf(objectOf(value)?.['coding'])[0]?.['code'])
}

/** The extension of an element whose URL ends with `/name`. */
export function extensionOf(element: FhirObject, name: string): FhirObject | undefined {
  return objectsOf(element['extension']).find((item) => textOf(item['url'])?.endsWith(`/${name}`) === true)
}

/** The resources of a Bundle's entries. */
export function bundleResources(bundle: FhirObject): readonly FhirObject[] {
  return objectsOf(bundle['entry']).flatMap((entry): readonly FhirObject[] => {
    const resource = objectOf(entry['resource'])
    return resource === undefined ? [] : [resource]
  })
}

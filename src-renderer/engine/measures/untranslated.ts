import type { FhirObject } from '../elm/values/fhir-element.ts'
import { objectsOf, textOf } from './fhir-json.ts'

/** A library that came as CQL text alone. */
export interface UntranslatedLibrary {
  readonly name: string
  readonly version: string | undefined
  readonly cql: string
}

const decoder = new TextDecoder()

/** The CQL text of a Library resource; undefined where it carries none, or none that can be read. */
export function cqlOf(library: FhirObject): string | undefined {
  const attachment = objectsOf(library['content']).find((one) => textOf(one['contentType']) === 'text/cql')
  const data = textOf(attachment?.['data'])
  if (data === undefined) return undefined
  try {
    return decoder.decode(Uint8Array.from(atob(data), (character) => character.charCodeAt(0)))
  } catch {
    // No base64: the library is then as one without text, and what needs it says so.
    return undefined
  }
}

/** The libraries among some resources that carry CQL text and no ELM. */
export function untranslatedLibraries(resources: Iterable<FhirObject>): readonly UntranslatedLibrary[] {
  const found: UntranslatedLibrary[] = []
  for (const resource of resources) {
    if (resource['resourceType'] !== 'Library') continue
    const types = objectsOf(resource['content']).map((one) => textOf(one['contentType']))
    const cql = types.includes('application/elm+json') ? undefined : cqlOf(resource)
    if (cql !== undefined)
      found.push({ name: textOf(resource['name']) ?? '', version: textOf(resource['version']), cql })
  }
  return found
}

import { engineCqlTranslateMessages as m } from '#messages/engine/cql/translate.ts'
import { bytesOfBase64 } from '../../base/ndjson/base64.ts'
import type { FhirObject } from '../elm/values/fhir-element.ts'
import { objectsOf, textOf } from '../elm/fhir/fhir-json.ts'

const decoder = new TextDecoder()

/** Attachments of a Library resource that hold something, in Base64, of a media type. */
function dataOf(library: FhirObject, type: RegExp): string | undefined {
  const found = objectsOf(library['content']).find(
    (item) => textOf(item['data']) !== undefined && type.test(textOf(item['contentType']) ?? '')
  )
  return textOf(found?.['data'])
}

/** The ELM of a Library resource, JSON in Base64; undefined when it carries none. */
export function elmOf(library: FhirObject): string | undefined {
  return dataOf(library, /^application\/elm\+json\s*(?:;|$)/)
}

/** The CQL text of a Library resource; undefined where it carries none, or none that can be read. */
export function cqlOf(library: FhirObject): string | undefined {
  const data = dataOf(library, /^text\/cql\s*(?:;|$)/)
  try {
    return data === undefined ? undefined : textOfBase64(data)
  } catch {
    // No base64: the library is then as one without text, and what needs it says so.
    return undefined
  }
}

/** Text, in UTF-8, of what an attachment holds. @throws DOMException when it is no Base64 */
export function textOfBase64(data: string): string {
  const binary = atob(data)
  // ASCII, as most logic is, is its own text.
  return /[^\0-\x7f]/.test(binary) ? decoder.decode(bytesOfBase64(data)) : binary
}

/** A sentence for a library whose logic cannot be read, with what to do. */
export function withoutElm(name: string, library: FhirObject): string {
  if (dataOf(library, /^application\/elm\+xml/) !== undefined) {
    return m.libraryCarriesItsELMAsXML(name)
  }
  const types = objectsOf(library['content']).filter((item) => textOf(item['url']) !== undefined)
  if (types.length > 0) return m.libraryNamesAPlaceWhereIts(name)
  return m.libraryCarriesNeitherELMNorCQL(name)
}

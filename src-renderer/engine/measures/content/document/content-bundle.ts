import type { FhirJson, FhirObject } from '../../../cql/elm/values/fhir-element.ts'
import { collectionBundle } from '../../../cql/elm/fhir/collection-bundle.ts'
import { objectOf, textOf } from '../../../cql/elm/fhir/fhir-json.ts'
import { caseBundle } from './case-bundle.ts'
import type { ContentDocument } from './content-document.ts'

const libraryTypes = 'http://terminology.hl7.org/CodeSystem/library-type'
const absent = 'http://hl7.org/fhir/StructureDefinition/data-absent-reason'

/**
 * A pack as a FHIR Bundle (R4, collection): measures, libraries and value sets, and after them a Bundle for each test case. Other programs
 * read it, as does the import of content. What FHIR requires and the evaluation does without is added: types and addresses of libraries, and
 * that nobody said when a value set was expanded.
 */
export function contentBundle({ resources, cases }: ContentDocument): FhirObject {
  const addresses = libraryAddresses(resources)
  const resourcesOfCases = cases.flatMap(({ measure, period, cases: items }) =>
    items.map((item) => caseBundle(measure, item, period))
  )
  return collectionBundle([...resources.map((resource) => completed(resource, addresses)), ...resourcesOfCases])
}

/** Addresses by which measures name their libraries, by name of the library: the last part of an address. */
function libraryAddresses(resources: readonly FhirObject[]): ReadonlyMap<string, string> {
  const measures = resources.filter(({ resourceType }) => resourceType === 'Measure')
  const addresses = measures
    .flatMap(({ library }) => (Array.isArray(library) ? (library as readonly FhirJson[]) : []))
    .flatMap((address) => textOf(address) ?? [])
  return new Map(
    addresses.map((address) => {
      const [url = ''] = address.split('|')
      return [url.slice(url.lastIndexOf('/') + 1), url]
    })
  )
}

function completed(resource: FhirObject, addresses: ReadonlyMap<string, string>): FhirObject {
  switch (resource['resourceType']) {
    case 'Library':
      return completedLibrary(resource, addresses.get(textOf(resource['name']) ?? ''))
    case 'ValueSet':
      return completedValueSet(resource)
    default:
      return resource
  }
}

function completedLibrary(library: FhirObject, url: string | undefined): FhirObject {
  return {
    ...(url === undefined ? {} : { url }),
    type: { coding: [{ system: libraryTypes, code: 'logic-library' }] },
    ...library
  }
}

function completedValueSet(valueSet: FhirObject): FhirObject {
  const expansion = objectOf(valueSet['expansion'])
  if (expansion === undefined || expansion['timestamp'] !== undefined) return valueSet
  const unknown = { extension: [{ url: absent, valueCode: 'unknown' }] }
  return { ...valueSet, expansion: { _timestamp: unknown, ...expansion } }
}

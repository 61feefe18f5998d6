import { defined } from '#shared/language/defined.ts'
import { parseReference } from '../../base/fhir/references.ts'
import type { FhirJson, FhirObject } from '../../cql/elm/values/fhir-element.ts'
import { textOf } from '../../cql/elm/fhir/fhir-json.ts'

/** Types that belong to no patient and are found by the references to them. */
export const commonTypes: ReadonlySet<string> = new Set([
  'Medication',
  'Location',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Substance',
  'HealthcareService'
])

/**
 * What a resource refers to among the shared types, as `Type/id` in the order of the references.
 * @param wanted of the shared types
 */
export function referredResources(resource: FhirObject, wanted: ReadonlySet<string> = commonTypes): readonly string[] {
  const keys: string[] = []
  visit(resource, wanted, keys)
  return keys
}

function visit(value: FhirObject | readonly FhirJson[], wanted: ReadonlySet<string>, keys: string[]): void {
  if (Array.isArray(value)) {
    for (const item of value as readonly FhirJson[]) {
      if (typeof item === 'object' && item !== null) visit(item, wanted, keys)
    }
    return
  }
  const object = value as FhirObject
  const { reference } = object
  if (typeof reference === 'string') {
    const parsed = parseReference(reference)
    const types = parsed === undefined ? [] : parsed.type === undefined ? wanted : [parsed.type]
    for (const type of types) if (wanted.has(type)) keys.push(`${type}/${defined(parsed).id}`)
  }
  for (const name in object) {
    const child = object[name]
    if (typeof child === 'object' && child !== null) visit(child, wanted, keys)
  }
}

/** Resources that belong to no patient. */
export class CommonResources {
  readonly #byReference = new Map<string, FhirObject>()

  /** Keeps a resource of one of the shared types. */
  add(resource: FhirObject): void {
    this.#byReference.set(`${textOf(resource['resourceType']) ?? ''}/${textOf(resource['id']) ?? ''}`, resource)
  }

  /** Whether there is none. */
  get isEmpty(): boolean {
    return this.#byReference.size === 0
  }

  /** A patient's records with the shared resources that they refer to, and those that these refer to. */
  with(resources: readonly FhirObject[]): readonly FhirObject[] {
    return this.isEmpty
      ? resources
      : [...resources, ...this.referred(resources.flatMap((item) => referredResources(item)))]
  }

  /** The resources of some keys `Type/id`, with those that these refer to. */
  referred(keys: readonly string[]): readonly FhirObject[] {
    const found = new Map<string, FhirObject>()
    const take = (key: string): void => {
      const resource = this.#byReference.get(key)
      if (resource === undefined || found.has(key)) return
      found.set(key, resource)
      for (const further of referredResources(resource)) take(further)
    }
    for (const key of keys) take(key)
    return [...found.values()]
  }
}

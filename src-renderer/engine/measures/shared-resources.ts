import { parseReference } from '../fhir/references.ts'
import type { FhirJson, FhirObject } from '../elm/values/fhir-element.ts'
import { textOf } from './fhir-json.ts'

/** Types that belong to no patient and are found by the references to them. */
export const sharedTypes: ReadonlySet<string> = new Set([
  'Medication',
  'Location',
  'Organization',
  'Practitioner',
  'PractitionerRole',
  'Substance',
  'HealthcareService'
])

/** Resources that belong to no patient. */
export class SharedResources {
  readonly #byReference = new Map<string, FhirObject>()

  /** Keeps a resource of one of the shared types. */
  add(resource: FhirObject): void {
    this.#byReference.set(`${textOf(resource['resourceType']) ?? ''}/${textOf(resource['id']) ?? ''}`, resource)
  }

  /** A patient's records with the shared resources that they refer to, and those that these refer to. */
  with(resources: readonly FhirObject[]): readonly FhirObject[] {
    return this.#byReference.size === 0 ? resources : [...resources, ...this.#referred(resources)]
  }

  #referred(resources: readonly FhirObject[]): readonly FhirObject[] {
    const found = new Map<string, FhirObject>()
    const visit = (value: FhirJson | undefined): void => {
      if (typeof value !== 'object' || value === null) return
      if (!Array.isArray(value)) {
        const reference = textOf((value as FhirObject)['reference'])
        if (reference !== undefined) take(reference)
      }
      for (const child of Object.values(value)) visit(child as FhirJson)
    }
    const take = (reference: string): void => {
      const parsed = parseReference(reference)
      if (parsed === undefined) return
      const candidates = parsed.type === undefined ? [...sharedTypes] : [parsed.type]
      for (const type of candidates) {
        const key = `${type}/${parsed.id}`
        const resource = this.#byReference.get(key)
        if (resource === undefined || found.has(key)) continue
        found.set(key, resource)
        visit(resource)
      }
    }
    for (const one of resources) visit(one)
    return [...found.values()]
  }
}

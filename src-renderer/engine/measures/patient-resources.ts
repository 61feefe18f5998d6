import { elementHasCode } from '../elm/fhir/element-codes.ts'
import { elementOf } from '../elm/fhir/fhir-elements.ts'
import type { FhirValues } from '../elm/fhir/fhir-values.ts'
import { roleTest, type RolePolicy } from '../elm/fhir/roles.ts'
import { overlaps } from '../elm/operators/interval-relations.ts'
import type { PatientData, RetrieveRequest } from '../elm/patient-data.ts'
import type { CodeMembership } from '../elm/values/code.ts'
import type { FhirObject } from '../elm/values/fhir-element.ts'
import { Interval } from '../elm/values/interval.ts'
import { Temporal } from '../elm/values/temporal.ts'
import type { Value } from '../elm/values/value.ts'

const none: readonly FhirObject[] = []

/** One patient's records as parsed FHIR resources. */
export class PatientResources implements PatientData {
  readonly #byType = new Map<string, FhirObject[]>()
  /** Rows of a type that have a profile's role, by the profile. */
  readonly #byProfile = new Map<string, readonly FhirObject[]>()
  readonly #policy: RolePolicy
  readonly #values: FhirValues

  constructor(resources: Iterable<FhirObject>, policy: RolePolicy, values: FhirValues) {
    this.#policy = policy
    this.#values = values
    for (const resource of resources) {
      const type = resource['resourceType']
      if (typeof type !== 'string') continue
      const list = this.#byType.get(type)
      if (list === undefined) this.#byType.set(type, [resource])
      else list.push(resource)
    }
  }

  retrieve(request: RetrieveRequest, codes?: CodeMembership, dateRange?: Interval): readonly FhirObject[] {
    let rows = this.#inRole(request)
    const { codeProperty, dateProperty } = request
    if (codes !== undefined && codeProperty !== undefined && rows.length > 0) {
      rows = rows.filter((row) => elementHasCode(elementOf(row, codeProperty), codes))
    }
    if (dateRange !== undefined && dateProperty !== undefined) {
      rows = rows.filter((row) => this.#meets(elementOf(row, dateProperty), dateRange))
    }
    return rows
  }

  #inRole({ dataType, templateId }: RetrieveRequest): readonly FhirObject[] {
    const rows = this.#byType.get(dataType)
    if (rows === undefined) return none
    if (templateId === undefined) return rows
    let chosen = this.#byProfile.get(templateId)
    if (chosen === undefined) {
      const test = roleTest(templateId, this.#policy)
      chosen = test === undefined ? rows : rows.filter(test)
      this.#byProfile.set(templateId, chosen)
    }
    return chosen
  }

  #meets(value: Value, range: Interval): boolean {
    const at = this.#values.toValue(value)
    if (at instanceof Interval) return overlaps(at, range) === true
    return at instanceof Temporal && overlaps(new Interval(at, at), range) === true
  }
}

import { elementOf } from '../../cql/elm/fhir/fhir-elements.ts'
import type { FhirValues } from '../../cql/elm/fhir/fhir-values.ts'
import { roleTest, type RolePolicy } from '../../cql/elm/fhir/roles.ts'
import type { PatientData, RetrieveRequest } from '../../cql/elm/runtime/patient-data.ts'
import type { CodeFilter } from '../../cql/elm/values/concept-numbers.ts'
import type { FhirObject } from '../../cql/elm/values/fhir-element.ts'
import type { Interval } from '../../cql/elm/values/value.ts'
import { withOwnMedication } from './contained-medication.ts'
import { CodedRows } from './coded-rows.ts'
import { meetsDates } from './meets-dates.ts'

const none: readonly FhirObject[] = []

/** Rows of one type, with what has been asked of them so far. */
interface TypeRows {
  readonly rows: FhirObject[]
  /** Rows that have a role, by the profile. */
  readonly inRole: Map<string, readonly FhirObject[]>
  /** Codes of the rows by element. */
  readonly coded: Map<string, CodedRows>
}

/** One patient's records as parsed FHIR resources, indexed as they are asked for. */
export class PatientResources implements PatientData {
  readonly #types = new Map<string, TypeRows>()
  readonly #policy: RolePolicy
  readonly #values: FhirValues

  constructor(resources: Iterable<FhirObject>, policy: RolePolicy, values: FhirValues) {
    this.#policy = policy
    this.#values = values
    for (const given of resources) {
      const resource = withOwnMedication(given)
      const type = resource['resourceType']
      if (typeof type !== 'string') continue
      const known = this.#types.get(type)
      if (known === undefined) this.#types.set(type, { rows: [resource], inRole: new Map(), coded: new Map() })
      else known.rows.push(resource)
    }
  }

  retrieve(request: RetrieveRequest, codes?: CodeFilter, dateRange?: Interval): readonly FhirObject[] {
    const { dataType, templateId, codeProperty, dateProperty } = request
    const type = this.#types.get(dataType)
    if (type === undefined) return none
    let rows =
      codes === undefined || codeProperty === undefined
        ? this.#inRole(type, templateId)
        : this.#coded(type, codeProperty).matching(codes, roleTest(templateId, this.#policy))
    if (dateRange !== undefined && dateProperty !== undefined) {
      rows = rows.filter((row) => meetsDates(elementOf(row, dateProperty), dateRange, this.#values))
    }
    return rows
  }

  #inRole({ rows, inRole }: TypeRows, templateId: string | undefined): readonly FhirObject[] {
    const test = roleTest(templateId, this.#policy)
    if (test === undefined || templateId === undefined) return rows
    let chosen = inRole.get(templateId)
    if (chosen === undefined) {
      chosen = rows.filter(test)
      inRole.set(templateId, chosen)
    }
    return chosen
  }

  #coded({ rows, coded }: TypeRows, codeProperty: string): CodedRows {
    let known = coded.get(codeProperty)
    if (known === undefined) {
      known = new CodedRows(rows, codeProperty, this.#values.concepts)
      coded.set(codeProperty, known)
    }
    return known
  }
}

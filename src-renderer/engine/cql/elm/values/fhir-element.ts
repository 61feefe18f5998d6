import { SystemValue } from './system-value.ts'

/** JSON as FHIR uses it. */
export type FhirJson = null | boolean | number | string | FhirObject | readonly FhirJson[]

/** A resource or an element of a complex type, as parsed from JSON, or a row that answers with the same members. */
export interface FhirObject {
  readonly [element: string]: FhirJson | undefined
}

/**
 * A FHIR element whose type cannot be told from its JSON: a choice element (`value[x]`), whose name carries the type,
 * or a primitive such as `date` and `decimal`.
 */
export class FhirElement extends SystemValue {
  /** FHIR type name: `dateTime`, `Quantity`, `CodeableConcept` … */
  readonly type: string
  readonly json: FhirJson

  constructor(type: string, json: FhirJson) {
    super()
    this.type = type
    this.json = json
  }

  get systemType(): string {
    return `FHIR.${this.type}`
  }
}

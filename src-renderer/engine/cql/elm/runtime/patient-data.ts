import type { CodeFilter } from '../values/concept-numbers.ts'
import type { FhirObject } from '../values/fhir-element.ts'
import type { Interval } from '../values/value.ts'

/** What a `Retrieve` asks for. */
export interface RetrieveRequest {
  /** FHIR type, e.g. `Condition`. */
  readonly dataType: string
  /** Profile that the rows shall have, e.g. QI-Core's encounter diagnosis. */
  readonly templateId: string | undefined
  /** Element that holds the codes, e.g. `code` or `medication`. */
  readonly codeProperty: string | undefined
  /** Element that holds the date, for `dateRange`. */
  readonly dateProperty: string | undefined
}

/** The records of one patient, whatever they are kept in. */
export interface PatientData {
  /**
   * The rows of a type and profile, of which one code is a member of `codes` and whose date meets `dateRange`, where
   * these are given. Rows of types that belong to no patient (Medication, Location) are those the patient's refer to.
   */
  retrieve(request: RetrieveRequest, codes?: CodeFilter, dateRange?: Interval): readonly FhirObject[]
}

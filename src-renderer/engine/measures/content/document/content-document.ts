import type { CodeAdditions } from '../../../base/codes/code-additions.ts'
import type { FhirObject } from '../../../cql/elm/values/fhir-element.ts'
import type { ParameterValues } from '../../evaluate/period-runs.ts'
import type { MeasurementPeriod } from '../../definition/measurement-period.ts'

/** One invented patient and the populations that are expected of it. */
export interface ContentCase {
  readonly name: string
  readonly patientId: string
  /** Where it differs from that of the other cases. */
  readonly period?: MeasurementPeriod
  /** Values of the measure's parameters; those that it does not name have their default. */
  readonly options?: ParameterValues
  readonly resources: readonly FhirObject[]
  /** Counts by group and population code. */
  readonly expected: Readonly<Record<string, Readonly<Record<string, number>>>>
}

/** The test cases of one measure. */
export interface MeasureCases {
  /** Address of the measure, without version. */
  readonly measure: string
  readonly period: MeasurementPeriod
  readonly cases: readonly ContentCase[]
}

/** An installed pack of measures, libraries, value sets, and codes for lists that are installed: one JSON document. */
export interface ContentDocument extends Partial<CodeAdditions> {
  readonly format: 'populus-content-1'
  readonly title: string
  /** FHIR Measure, Library and ValueSet resources. */
  readonly resources: readonly FhirObject[]
  readonly cases: readonly MeasureCases[]
}

/** Whether a JSON value is a {@link ContentDocument}; the resources themselves are not looked at. */
export function isContentDocument(json: unknown): json is ContentDocument {
  if (typeof json !== 'object' || json === null) return false
  const { format, resources, cases } = json as Partial<Record<keyof ContentDocument, unknown>>
  return format === 'populus-content-1' && Array.isArray(resources) && Array.isArray(cases)
}

import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import type { FhirObject } from '#engine/cql/elm/values/fhir-element.ts'
import type { MeasurementPeriod } from '#engine/measures/definition/measurement-period.ts'

/** Counts that a case's authors expect of one population. */
export interface ExpectedPopulation {
  readonly id?: string
  readonly code: string
  readonly count: number
}

/** One test patient. */
export interface MeasureCase {
  readonly name: string
  readonly patientId: string
  readonly period?: MeasurementPeriod
  readonly bundle: { readonly entry: readonly { readonly resource: FhirObject }[] }
  readonly expected: {
    readonly groups: readonly { readonly id?: string; readonly populations: readonly ExpectedPopulation[] }[]
  }
}

/** A measure with all that it needs and its official cases, as one gzip file holds it. */
export interface MeasurePack {
  readonly measure: FhirObject
  readonly libraries: readonly FhirObject[]
  readonly valueSets: readonly FhirObject[]
  readonly cases: readonly MeasureCase[]
  readonly period: MeasurementPeriod
  readonly profilesInData: boolean
}

/** Reads a pack file. */
export function readPack(file: string): MeasurePack {
  return JSON.parse(gunzipSync(readFileSync(file)).toString('utf8')) as MeasurePack
}

import type { RolePolicy } from '../../cql/elm/fhir/roles.ts'
import type { Bitset } from '../../base/kernels/bitset.ts'
import type { EvaluationProblem } from '../evaluate/patient-result.ts'
import type { MeasurementPeriod } from '../definition/measurement-period.ts'

/** What a result depends on: equal keys have equal results, so a stored result is used again. */
export interface RunKey {
  /** Id of the snapshot (`Store.snapshot.id`). */
  readonly snapshot: string
  /** Canonical address of the measure, and its version. */
  readonly measure: string
  readonly version: string | undefined
  /** SHA-256 over the measure and everything that it uses: libraries, value sets. Hex. */
  readonly content: string
  readonly period: MeasurementPeriod
  readonly policy: RolePolicy
  /** IANA name of the time zone, or `UTC`. */
  readonly zone: string
}

/** Members of one population (or of one stratum of it). Ordinals are rows of the store's patient table. */
export interface PopulationMembers {
  readonly id: string
  /** `initial-population`, `denominator`, `numerator` … */
  readonly code: string
  /** Patients with at least one case. */
  readonly members: Bitset
  /** Cases per patient where the basis is not the patient; length is the number of patients. */
  readonly counts: Uint16Array | undefined
  /** Measure observations, in the order of patients: `patient[i]` observed `value[i]`. */
  readonly observations: { readonly patient: Int32Array; readonly value: Float64Array } | undefined
}

/** One value of one stratifier. */
export interface StratumRun {
  readonly id: string
  readonly value: string | undefined
  readonly populations: readonly PopulationMembers[]
}

/** One group (rate) of a measure over a population. */
export interface GroupRun {
  readonly id: string
  readonly scoring: string
  /** `boolean` for patients, else the resource type of the cases. */
  readonly basis: string
  readonly improvement: 'increase' | 'decrease' | undefined
  readonly populations: readonly PopulationMembers[]
  readonly strata: readonly StratumRun[]
}

/**
 * Numbers that a measure tells of patients next to its populations, in the order of patients: of supplemental data, and of
 * the clauses by which somebody is left out.
 */
export interface PatientNumbers {
  /** Id of the supplemental data, or {@link exclusionId} of a group. */
  readonly id: string
  /** Ordinal of the patient of each value; those of one patient follow one another. */
  readonly patient: Int32Array
  readonly value: Float64Array
}

/** A measure evaluated for every patient of a snapshot. Can be cloned structurally. */
export interface MeasureRun {
  readonly key: RunKey
  readonly title: string
  /** Milliseconds since 1970. */
  readonly ranAt: number
  readonly seconds: number
  readonly patients: number
  readonly groups: readonly GroupRun[]
  /** Absent where the measure tells none. */
  readonly numbers?: readonly PatientNumbers[]
  /** Patients whose evaluation failed in part. Their ids are health data: never logged. */
  readonly problems: readonly EvaluationProblem[]
}

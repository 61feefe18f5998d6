/** What went wrong for one patient: the others are not touched by it. */
export interface EvaluationProblem {
  readonly patient: string
  /** The define that failed. */
  readonly expression: string
  /** `Type/id` of the resource under consideration, where known. */
  readonly resource: string | undefined
  readonly message: string
}

/** One population of one patient: how many episodes are in it, or 0 and 1. */
export interface PopulationCount {
  readonly id: string
  readonly code: string
  readonly count: number
  /** For an observation: its values, one per episode. */
  readonly observations?: readonly number[]
}

/** One stratum that a patient, or some of the episodes, belongs to. */
export interface StratumResult {
  /** Id of the stratifier. */
  readonly id: string
  /** The value that makes the stratum, for stratifiers that are not a yes or no. */
  readonly value: string | undefined
  readonly populations: readonly PopulationCount[]
}

/** One group of one patient. */
export interface GroupResult {
  readonly id: string
  readonly populations: readonly PopulationCount[]
  /** What of the patient is in the strata. */
  readonly strata: readonly StratumResult[]
}

/** All groups of one patient, and what could not be evaluated. */
export interface PatientResult {
  readonly patient: string
  readonly groups: readonly GroupResult[]
  /** Values of the supplemental data by id, where they were asked for. */
  readonly supplemental: Readonly<Record<string, string>>
  /** Numbers of the supplemental data that are kept for every patient, by id, where there are any. */
  readonly numbers?: Readonly<Record<string, readonly number[]>> | undefined
  readonly problems: readonly EvaluationProblem[]
  /** The evaluation took more than it may, and was stopped; a problem says where. */
  readonly stopped?: boolean
}

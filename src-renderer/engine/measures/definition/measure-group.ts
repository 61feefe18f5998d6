/** How a group's result is made of its populations (FHIR `measure-scoring`). */
export type Scoring = 'proportion' | 'ratio' | 'continuous-variable' | 'cohort' | 'composite'

/** One population of a group. */
export interface MeasurePopulation {
  readonly id: string
  /** Code of FHIR `measure-population`: `initial-population`, `denominator` … */
  readonly code: string
  /** Name of the define, or of the function for an observation. */
  readonly expression: string
  /** For an observation: how its values are joined (`Sum`, `Median` …). */
  readonly aggregateMethod: string | undefined
  /** For an observation, or one of two initial populations: the population it belongs to. */
  readonly criteriaReference: string | undefined
}

/** A division of a group. */
export interface Stratifier {
  readonly id: string
  /** Whom it tells apart, in the words of the measure; undefined where it has none. */
  readonly title: string | undefined
  readonly expression: string
  /** Codes of the populations that it divides; none where it divides all. */
  readonly appliesTo: readonly string[]
}

/** One rate of a measure. */
export interface MeasureGroup {
  readonly id: string
  readonly scoring: Scoring
  /** `boolean` for one decision per patient, else the type of the things that are counted. */
  readonly basis: string
  readonly improvement: 'increase' | 'decrease' | undefined
  readonly populations: readonly MeasurePopulation[]
  readonly stratifiers: readonly Stratifier[]
}

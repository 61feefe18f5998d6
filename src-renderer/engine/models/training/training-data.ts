import type { Day } from '../../base/figures/filter.ts'
import type { OutcomeChoice } from '../examples/model-outcomes.ts'
import type { DateRange } from '../examples/split-examples.ts'
import type { FeatureDefinition } from '../features/feature-definition.ts'
import type { FeatureMatrix } from '../numerics/feature-matrix.ts'
import type { SubgroupLabels } from '../validation/subgroups.ts'

/** Examples with the values of their features. */
export interface TrainingExamples {
  readonly matrix: FeatureMatrix
  readonly outcomes: Uint8Array
  readonly index: Int32Array
  /** First day after each outcome. */
  readonly end: Int32Array
  readonly patient: Int32Array
  readonly dates: DateRange
}

/** Everything that training sees; it crosses from the worker with the data to the one that trains. */
export interface TrainingData {
  readonly outcome: OutcomeChoice
  readonly asOf: Day
  readonly data: { readonly label: string; readonly id: string; readonly people: number }
  readonly features: readonly (FeatureDefinition & { readonly missing: string | undefined })[]
  readonly train: TrainingExamples
  readonly test: TrainingExamples
  /** Groups of the test examples. */
  readonly subgroups: readonly SubgroupLabels[]
  readonly warnings: readonly string[]
}

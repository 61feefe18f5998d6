import type { Day } from '../../base/figures/filter.ts'
import type { OutcomeChoice } from '../examples/model-outcomes.ts'
import type { DateRange } from '../examples/split-examples.ts'
import type { FeatureDefinition } from '../features/feature-definition.ts'
import type { TreeEnsemble } from '../numerics/tree-model.ts'
import type { AucResult } from '../validation/auc.ts'
import type { BrierResult } from '../validation/brier.ts'
import type { CalibrationResult } from '../validation/calibration.ts'
import type { DecisionPoint } from '../validation/decision-curve.ts'
import type { FeatureDistribution } from '../validation/population-stability.ts'
import type { SubgroupResult } from '../validation/subgroups.ts'

/** Goes up when the shape of {@link ModelDocument} changes. */
export const MODEL_FORMAT = 1
/** Goes up when the same data would give another model: with the numerics, the features or the rules of training. */
export const MODEL_METHODS = '3'

/** A column that a regression sees. */
export interface DesignColumn {
  /** Place in the features of the model. */
  readonly feature: number
  /** `missing`: 1 where the feature has no value. */
  readonly kind: 'value' | 'missing'
  readonly mean: number
  readonly deviation: number
}

/** A regression over {@link DesignColumn}s. */
export interface LogisticDocument {
  readonly columns: readonly DesignColumn[]
  readonly intercept: number
  readonly coefficients: readonly number[]
  readonly strength: number
  readonly lassoShare: number
}

/** How a model does on the later examples. */
export interface ModelValidation {
  readonly auc: AucResult
  readonly brier: BrierResult
  readonly calibration: CalibrationResult
  readonly decision: readonly DecisionPoint[]
  readonly subgroups: readonly {
    readonly id: string
    readonly title: string
    readonly groups: readonly SubgroupResult[]
  }[]
}

/** A feature of a model, with how it was distributed in training. */
export interface ModelFeatureDocument extends FeatureDefinition {
  readonly distribution: FeatureDistribution
  readonly missingShare: number
  /** Mean size of its contributions to the logit over the test examples. */
  readonly importance: number
}

/** What a model rests on. */
export interface ModelExamplesDocument {
  readonly dates: DateRange
  readonly rows: number
  readonly people: number
  readonly events: number
}

/** A trained model as it is saved: no person is in it. */
export interface ModelDocument {
  readonly format: typeof MODEL_FORMAT
  readonly methods: string
  readonly title: string
  readonly outcome: OutcomeChoice
  readonly asOf: Day
  readonly data: { readonly label: string; readonly id: string; readonly people: number }
  readonly train: ModelExamplesDocument
  readonly test: ModelExamplesDocument
  readonly features: readonly ModelFeatureDocument[]
  /** Features that these data cannot tell, or that too few events left no room for, with the reason in words. */
  readonly leftOut: readonly { readonly title: string; readonly reason: string }[]
  /** Parameters that the sample size allows, and those in use. */
  readonly parameters: { readonly allowed: number; readonly used: number }
  readonly kind: 'logistic' | 'trees'
  readonly logistic: LogisticDocument
  readonly trees: TreeEnsemble | undefined
  /** How the penalty was chosen, in words. */
  readonly penaltyText: string
  readonly validation: ModelValidation
  /** Of the baseline, where trees are in use. */
  readonly baseline: Pick<ModelValidation, 'auc' | 'brier'>
  /** Why trees are in use or not, in words. */
  readonly treesText: string
  readonly warnings: readonly string[]
}

/** A document with its seal: equal hashes give equal predictions. */
export interface SealedModel {
  readonly document: ModelDocument
  /** SHA-256 over the document. Hex. */
  readonly hash: string
}

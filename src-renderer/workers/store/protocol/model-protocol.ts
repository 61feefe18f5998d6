import type { Context } from '#engine/base/figures/filter.ts'
import type { SealedModel } from '#engine/models/document/model-document.ts'
import type { OutcomeChoice } from '#engine/models/examples/model-outcomes.ts'
import type { ModelPanel, ModelPanelParams, ModelPerson } from '#engine/models/panels/model-results.ts'
import type { TrainingData } from '#engine/models/training/training-data.ts'

/** What training needs, or why there is nothing to train on, in words for a sentence. */
export type ModelInput = { readonly data: TrainingData } | { readonly refused: string }

/** What the page asks of the store worker about models. */
export interface ModelApi {
  /** Makes these the models that filters can name. */
  setModels(models: readonly SealedModel[]): Promise<void>
  /** Reads the examples and their features for training. */
  modelInput(outcome: OutcomeChoice, context: Context): Promise<ModelInput>
  modelPanel(hash: string, context: Context, params: ModelPanelParams): Promise<ModelPanel>
  modelPerson(hash: string, context: Context, patient: number): Promise<ModelPerson>
}

import type { SealedModel } from '#engine/models/document/model-document.ts'
import type { TrainingData } from '#engine/models/training/training-data.ts'

/** What training came to: a model, or why there is none, in words for a sentence. */
export type TrainedModel = { readonly model: SealedModel } | { readonly refused: string }

/** What the page asks of the worker that trains. */
export interface TrainApi {
  train(data: TrainingData): Promise<TrainedModel>
}

/** What that worker tells the page. */
export interface TrainPageApi {
  /** @param share of everything that is done, 0 to 1 */
  training(step: string, share: number): void
}

import { modelAbout } from '../declarations/model.ts'
import { defineGroup } from '../terminal/define-command.ts'
import { modelCardCommand } from './model-card.ts'
import { modelScoreCommand } from './model-score.ts'
import { modelTrainCommand } from './model-train.ts'

/** `populus model`: models that are trained on this computer. */
export const modelCommand = defineGroup('populus model', modelAbout, {
  train: modelTrainCommand,
  score: modelScoreCommand,
  card: modelCardCommand
})

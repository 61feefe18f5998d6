/// <reference lib="webworker" />
import { sealModel } from '#engine/models/document/seal-model.ts'
import { trainModel } from '#engine/models/training/train-model.ts'
import { callable, serve } from '#engine/base/threads/rpc.ts'
import { ownPort } from '../base/web-thread.ts'
import type { TrainApi, TrainPageApi } from './train-protocol.ts'

const port = ownPort(self)
const page = callable<TrainPageApi>(port)

serve(port, {
  async train(data) {
    const result = trainModel(data, (step, share) => void page.training(step, share))
    return 'refused' in result ? result : { model: await sealModel(result.document) }
  }
} satisfies TrainApi)

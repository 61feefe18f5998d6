import { nameInLocale } from '#shared/messages/locale.ts'
import { workersMessages as m } from '#messages/workers.ts'
import { AppError } from '#shared/app-error.ts'
import { buffersIn } from '#shared/buffers-in.ts'
import type { TrainingData } from '#engine/models/training/training-data.ts'
import { transfer } from '#engine/base/threads/rpc.ts'
import { connectThread } from '#engine/base/threads/thread-connection.ts'
import { webThread } from '../base/web-thread.ts'
import type { TrainApi, TrainedModel, TrainPageApi } from './train-protocol.ts'

/** A training that runs in a worker of its own. */
export interface Training {
  /** @throws AppError `cancelled` */
  readonly result: Promise<TrainedModel>
  cancel(): void
}

/**
 * Trains a model in a worker that lives as long as the training.
 * @param data its buffers move to the worker
 * @param onProgress is told the step and the share of everything that is done
 */
export function startTraining(data: TrainingData, onProgress: TrainPageApi['training']): Training {
  const worker = new Worker(new URL('./train.worker.ts', import.meta.url), {
    type: 'module',
    name: nameInLocale('train')
  })
  const { api, end } = connectThread<TrainApi>(webThread(worker), {
    host: { training: onProgress } satisfies TrainPageApi,
    failure: () =>
      new AppError('internal', m.trainingStoppedPerhapsForLackOf, {
        retryable: true
      })
  })
  return {
    result: api.train(transfer(data, buffersIn(data))).finally(() => void end()),
    cancel: () => void end(new AppError('cancelled', m.trainingWasCancelled))
  }
}

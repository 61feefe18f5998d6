import { AppError } from '#shared/app-error.ts'
import { buffersIn } from '#shared/buffers-in.ts'
import type { TrainingData } from '#engine/models/training/training-data.ts'
import { callable, serve, transfer } from '../base/rpc.ts'
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
  const worker = new Worker(new URL('./train.worker.ts', import.meta.url), { type: 'module', name: 'train' })
  const { promise: broken, reject: breakOff } = Promise.withResolvers<never>()
  worker.addEventListener('error', () =>
    breakOff(
      new AppError(
        'internal',
        'Training stopped, perhaps for lack of memory. Nothing was changed. Close other programs and train again.',
        {
          retryable: true
        }
      )
    )
  )
  serve(worker, { training: onProgress } satisfies TrainPageApi)
  const api = callable<TrainApi>(worker) as TrainApi
  return {
    result: Promise.race([api.train(transfer(data, buffersIn(data))), broken]).finally(() => worker.terminate()),
    cancel: () => breakOff(new AppError('cancelled', 'Training was cancelled.'))
  }
}

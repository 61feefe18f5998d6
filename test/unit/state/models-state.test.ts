import { describe, expect, it, vi } from 'vitest'
import { MODEL_FORMAT, type ModelDocument, type SealedModel } from '#engine/models/document/model-document.ts'
import type { TrainingData } from '#engine/models/training/training-data.ts'
import { AppError } from '#shared/app-error.ts'
import { BackgroundTasks } from '../../../src-renderer/state/feedback/background-tasks.svelte.ts'
import { ModelsState, type ModelsDependencies } from '../../../src-renderer/state/models/models.svelte.ts'
import type { TrainedModel } from '../../../src-renderer/workers/models/train-protocol.ts'
import type { ModelInput } from '../../../src-renderer/workers/store/protocol/model-protocol.ts'
import { draftDisk, editorApp, type DraftDisk } from '../screens/editors/editor-app.ts'

const outcome = { id: 'readmission-30', share: 0.1 } as const
const modelOf = (hash: string, filler = ''): SealedModel => ({
  hash,
  document: { format: MODEL_FORMAT, title: 'Readmission', penaltyText: filler } as ModelDocument
})

/** A window whose training ends as the test says. */
async function opened(disk: DraftDisk, input: ModelInput = { data: {} as TrainingData }) {
  const trainings: {
    resolve(trained: TrainedModel): void
    reject(error: Error): void
    tell(step: string, share: number): void
  }[] = []
  const cancelled = vi.fn()
  const start: ModelsDependencies['start'] = (_, onProgress) => {
    const { promise, resolve, reject } = Promise.withResolvers<TrainedModel>()
    trainings.push({ resolve, reject, tell: onProgress })
    return {
      result: promise,
      cancel: () => {
        cancelled()
        reject(new AppError('cancelled', 'Training was cancelled.'))
      }
    }
  }
  const store = {
    setModels: vi.fn(async () => undefined),
    modelInput: async () => input,
    modelPanel: vi.fn(),
    modelPerson: vi.fn()
  }
  const { drafts } = await editorApp(disk, store)
  const tasks = new BackgroundTasks()
  const remove = vi.fn()
  const filters = [{ dimension: 'model-risk/aaaaaaaaaaaaaaaa/200', values: ['yes'] }]
  const context = { value: { asOf: 20_000, filters }, asOf: 20_000, filters, key: '', remove } as never
  let time = 0
  const state = new ModelsState({ drafts, store, context, panels: { generation: 1 }, tasks, start, now: () => ++time })
  return { state, store, drafts, tasks, trainings, cancelled, remove }
}

describe('models of the window', () => {
  it('are trained with progress, saved sealed in parts, and there again in another window', async () => {
    const disk = draftDisk()
    const { state, trainings, tasks, drafts, store } = await opened(disk)
    const running = state.train(outcome)
    await vi.waitFor(() => expect(trainings).toHaveLength(1))
    trainings[0]!.tell('Growing trees', 0.6)
    expect(state.running).toMatchObject({ step: 'Growing trees', share: 0.6 })
    expect(tasks.running).toMatchObject({ fraction: 0.6, detail: 'Growing trees' })
    const model = modelOf('a'.repeat(64), 'x'.repeat(450_000))
    trainings[0]!.resolve({ model })
    await running
    expect(state.running).toBeUndefined()
    expect(state.chosen?.hash).toBe(model.hash)
    expect(tasks.last).toEqual({ outcome: 'done', text: 'Readmission within 30 days: model trained' })
    expect(store.setModels).toHaveBeenLastCalledWith([model])
    await drafts.flush()
    expect([...disk.drafts.keys()].length).toBe(4)
    const other = await opened(disk)
    expect(other.state.list.map(({ hash, savedAt }) => [hash, savedAt])).toEqual([[model.hash, 1]])
    expect(other.store.setModels).toHaveBeenLastCalledWith([model])
  })

  it('of another version of the format are left alone', async () => {
    const disk = draftDisk()
    const { state, trainings, drafts } = await opened(disk)
    const running = state.train(outcome)
    await vi.waitFor(() => expect(trainings).toHaveLength(1))
    trainings[0]!.resolve({ model: { hash: 'c'.repeat(64), document: { format: 99 } as unknown as ModelDocument } })
    await running
    await drafts.flush()
    expect((await opened(disk)).state.list).toEqual([])
  })

  it('are refused with a sentence, by the data or by the training', async () => {
    const refused = await opened(draftDisk(), { refused: 'the data contain no claims' })
    await refused.state.train(outcome)
    expect(refused.state.refused).toBe('No model was made: the data contain no claims.')
    expect(refused.tasks.last?.outcome).toBe('partial')
    const { state, trainings } = await opened(draftDisk())
    const running = state.train(outcome)
    await vi.waitFor(() => expect(trainings).toHaveLength(1))
    trainings[0]!.resolve({ refused: 'nobody was readmitted' })
    await running
    expect(state.refused).toBe('No model was made: nobody was readmitted.')
    expect(state.list).toEqual([])
  })

  it('leave nothing behind when their training is cancelled', async () => {
    const disk = draftDisk()
    const { state, trainings, tasks, cancelled, drafts } = await opened(disk)
    const running = state.train(outcome)
    await vi.waitFor(() => expect(trainings).toHaveLength(1))
    state.cancel()
    await running
    expect(cancelled).toHaveBeenCalledOnce()
    expect([state.running, state.error, state.refused]).toEqual([undefined, undefined, undefined])
    expect(tasks.last).toEqual({ outcome: 'cancelled', text: 'Readmission within 30 days: training canceled' })
    trainings[0]!.tell('Growing trees', 0.9)
    expect(state.running).toBeUndefined()
    await drafts.flush()
    expect(disk.drafts.size).toBe(0)
  })

  it('say what failed, and go with their filter when they are deleted', async () => {
    const disk = draftDisk()
    const { state, trainings, remove, drafts } = await opened(disk)
    const failing = state.train(outcome)
    await vi.waitFor(() => expect(trainings).toHaveLength(1))
    trainings[0]!.reject(new AppError('internal', 'Training stopped.'))
    await failing
    expect(state.error?.message).toBe('Training stopped.')
    const running = state.train(outcome)
    expect(state.error).toBeUndefined()
    await vi.waitFor(() => expect(trainings).toHaveLength(2))
    trainings[1]!.resolve({ model: modelOf('a'.repeat(64)) })
    await running
    await drafts.flush()
    await state.remove(state.chosen!)
    await drafts.flush()
    expect(state.list).toEqual([])
    expect(remove).toHaveBeenCalledExactlyOnceWith('model-risk/aaaaaaaaaaaaaaaa/200')
    expect(disk.drafts.size).toBe(0)
  })
})

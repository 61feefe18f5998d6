import { describe, expect, it, vi } from 'vitest'
import { AppError } from '#shared/app-error.ts'
import type { App } from '../../../src-renderer/state/app.ts'
import { exploreOf } from '../../../src-renderer/state/explore/explore-state.svelte.ts'

/** Charts that are open, and the questions that they asked, which the test answers. */
async function openCharts() {
  const questions: PromiseWithResolvers<unknown>[] = []
  const store = {
    exploreOpen: vi.fn(async () => ({ available: [{ id: 'sex' }], dimensions: [] })),
    exploreAsk: vi.fn((_brushes: unknown) => {
      const question = Promise.withResolvers<unknown>()
      questions.push(question)
      return question.promise
    })
  }
  const context = { key: 'a', value: { asOf: 0, filters: [] } }
  const state = exploreOf({ store, context, cohorts: { refresh: async () => undefined } } as unknown as App)
  const opening = state.open()
  await vi.waitFor(() => expect(questions).toHaveLength(1))
  questions[0]!.resolve('everybody')
  await opening
  return { state, store, questions }
}

describe('a choice on the charts of Explore', () => {
  it('is answered although the one before it failed', async () => {
    const { state, store, questions } = await openCharts()
    state.brush('sex', [1])
    state.brush('sex', [0])
    questions[1]!.reject(new AppError('internal', 'No answer.'))
    await vi.waitFor(() => expect(questions).toHaveLength(3))
    expect(store.exploreAsk.mock.lastCall?.[0]).toEqual({ sex: [0] })
    questions[2]!.resolve('women')
    await vi.waitFor(() => expect(state.answer).toBe('women'))
    expect(state.error).toBeUndefined()
  })

  it('that fails says why, until another one is answered', async () => {
    const { state, questions } = await openCharts()
    state.brush('sex', [1])
    questions[1]!.reject(new AppError('internal', 'No answer.'))
    await vi.waitFor(() => expect(state.error?.message).toBe('No answer.'))
    state.reset()
    questions[2]!.resolve('everybody again')
    await vi.waitFor(() => expect(state.answer).toBe('everybody again'))
    expect(state.error).toBeUndefined()
  })

  it('is asked once more for all that was chosen meanwhile', async () => {
    const { state, store, questions } = await openCharts()
    for (const code of [1, 2, 3]) state.brush('sex', [code])
    questions[1]!.resolve('1')
    await vi.waitFor(() => expect(questions).toHaveLength(3))
    questions[2]!.resolve('3')
    await vi.waitFor(() => expect(state.answer).toBe('3'))
    expect(store.exploreAsk.mock.calls.map(([brushes]) => brushes)).toEqual([{}, { sex: [1] }, { sex: [3] }])
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { QuietTime } from '../../../src-renderer/workers/base/quiet-time.ts'

describe('work in the background', () => {
  beforeEach(() => vi.useFakeTimers())
  afterEach(() => vi.useRealTimers())

  /** Whether waiting has ended. */
  function waiting(quiet: QuietTime): { readonly ended: () => boolean } {
    let isOver = false
    void quiet.wait().then(() => (isOver = true))
    return { ended: () => isOver }
  }

  it('goes on at once where nothing was asked', async () => {
    const step = waiting(new QuietTime())
    await vi.advanceTimersByTimeAsync(0)
    expect(step.ended()).toBe(true)
  })

  it('waits while answers are asked for one after the other', async () => {
    const quiet = new QuietTime()
    const api = quiet.noting({ ask: async (value: number) => value + 1 })
    expect(await api.ask(1)).toBe(2)
    const step = waiting(quiet)
    for (let asked = 0; asked < 10; asked++) {
      await vi.advanceTimersByTimeAsync(100)
      await api.ask(asked)
    }
    expect(step.ended()).toBe(false)
    await vi.advanceTimersByTimeAsync(499)
    expect(step.ended()).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(step.ended()).toBe(true)
  })

  it('counts an answer that took long, and one that failed, from its end', async () => {
    const quiet = new QuietTime()
    const answer = Promise.withResolvers<void>()
    const api = quiet.noting({ ask: () => answer.promise })
    const failed = expect(api.ask()).rejects.toThrow('no')
    await vi.advanceTimersByTimeAsync(2000)
    answer.reject(new Error('no'))
    await failed
    const step = waiting(quiet)
    await vi.advanceTimersByTimeAsync(499)
    expect(step.ended()).toBe(false)
    await vi.advanceTimersByTimeAsync(1)
    expect(step.ended()).toBe(true)
  })

  it('is not held up for ever', async () => {
    const quiet = new QuietTime()
    const api = quiet.noting({ ask: async () => undefined })
    await api.ask()
    const step = waiting(quiet)
    for (let asked = 0; asked < 29; asked++) {
      await vi.advanceTimersByTimeAsync(100)
      await api.ask()
    }
    expect(step.ended()).toBe(false)
    await vi.advanceTimersByTimeAsync(100)
    expect(step.ended()).toBe(true)
  })

  it('waits longer after a long step while somebody works', async () => {
    const quiet = new QuietTime()
    const api = quiet.noting({ ask: async () => undefined })
    const first = waiting(quiet)
    await vi.advanceTimersByTimeAsync(0)
    expect(first.ended()).toBe(true)
    await vi.advanceTimersByTimeAsync(1000)
    await api.ask()
    const second = waiting(quiet)
    for (let asked = 0; asked < 99; asked++) {
      await vi.advanceTimersByTimeAsync(100)
      await api.ask()
    }
    expect(second.ended()).toBe(false)
    await vi.advanceTimersByTimeAsync(100)
    expect(second.ended()).toBe(true)
  })
})

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Toasts } from '../../../src-renderer/state/feedback/toasts.svelte.ts'

const action = { label: 'Save', run: () => undefined }
const texts = (toasts: Toasts): (string | undefined)[] => [toasts.shown?.text, ...toasts.items.map(({ text }) => text)]

describe('messages about what happened', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('come one at a time: the latest is shown, and the one below it then has all of its own time', () => {
    const toasts = new Toasts()
    toasts.show('In memory only', { action })
    vi.advanceTimersByTime(29_000)
    toasts.show('Copied')
    expect(texts(toasts)).toEqual(['Copied', 'In memory only', 'Copied'])
    vi.advanceTimersByTime(7_999)
    expect(toasts.shown?.text).toBe('Copied')
    vi.advanceTimersByTime(1)
    expect(texts(toasts)).toEqual(['In memory only', 'In memory only'])
    vi.advanceTimersByTime(29_999)
    expect(toasts.items).toHaveLength(1)
    vi.advanceTimersByTime(1)
    expect(toasts.items).toEqual([])
  })

  it('stay while one is read, and only the latest three are remembered', () => {
    const toasts = new Toasts()
    for (const text of ['first', 'second', 'third', 'fourth']) toasts.show(text)
    expect(texts(toasts)).toEqual(['fourth', 'second', 'third', 'fourth'])
    toasts.hold()
    vi.advanceTimersByTime(60_000)
    expect(toasts.items).toHaveLength(3)
    toasts.release()
    vi.advanceTimersByTime(8_000)
    expect(texts(toasts)).toEqual(['third', 'second', 'third'])
  })

  it('do not come again when what they say was read and another one came', () => {
    const toasts = new Toasts()
    toasts.show('In memory only', { action })
    toasts.show('Saved the cohort')
    vi.advanceTimersByTime(2_000)
    toasts.show('Deleted the cohort', { action })
    expect(texts(toasts)).toEqual(['Deleted the cohort', 'In memory only', 'Deleted the cohort'])
    toasts.show('Not exported', { kind: 'failed' })
    vi.advanceTimersByTime(2_000)
    toasts.show('Copied')
    vi.advanceTimersByTime(1_999)
    toasts.show('Exported')
    // A failure, what offers something, and what nobody can have read remain.
    expect(texts(toasts)).toEqual(['Exported', 'Not exported', 'Copied', 'Exported'])
  })

  it('are no longer there for what they offer where that is as near without them', () => {
    const toasts = new Toasts()
    toasts.show('Loaded', { action, isShort: true })
    vi.advanceTimersByTime(8_000)
    expect(toasts.items).toEqual([])
  })

  it('do what they offer once, and are gone before that is done', () => {
    const toasts = new Toasts()
    const left: number[] = []
    toasts.show('Saved', { action: { label: 'Open', run: () => void left.push(toasts.items.length) } })
    toasts.act()
    toasts.act()
    vi.advanceTimersByTime(30_000)
    expect(left).toEqual([0])
  })
})

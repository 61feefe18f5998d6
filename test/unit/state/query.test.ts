import { resolve } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type * as NextTask from '../../../src-renderer/state/feedback/yield-to-paint.ts'
import type { createQuery as CreateQuery, QueryState } from '../../../src-renderer/state/query/query.svelte.ts'
import { browserModule, nativeModule, runes } from '../../support/browser-module.ts'

const source = resolve(import.meta.dirname, '../../../src-renderer')
const { yieldToPaint } = nativeModule(resolve(source, 'state/feedback/yield-to-paint.ts')) as typeof NextTask

/** A question that was asked, until it is answered. */
interface Asked {
  readonly key: string
  readonly signal: AbortSignal
  readonly answer: (value: string) => void
  readonly fail: (error: Error) => void
}

interface Question {
  /** Undefined asks for nothing. */
  readonly key: string | undefined
  /** There is nothing to ask about. */
  readonly isEmpty: boolean
}

/** A screen that follows a question, and everything that it asked. */
function screen(first: Partial<Question>): {
  readonly query: QueryState<string>
  readonly asked: readonly Asked[]
  readonly set: (next: Partial<Question>) => void
  readonly close: () => void
} {
  const { createQuery } = browserModule(resolve(source, 'state/query/query.svelte.ts')) as {
    readonly createQuery: typeof CreateQuery
  }
  const { state, get, set, effect_root: root, flush } = runes()
  let question: Question = { key: 'a', isEmpty: false, ...first }
  const current = state(question)
  const now = (): Question => get(current) as Question
  const asked: Asked[] = []
  const queries: QueryState<string>[] = []
  const close = root(() => {
    const query = createQuery<string>({
      key: () => now().key,
      ask: (signal) =>
        new Promise((answer, fail) => {
          asked.push({ key: String(now().key), signal, answer, fail })
        }),
      nothing: () => now().isEmpty
    })
    queries.push(query)
  })
  onTestFinished(close)
  flush()
  return {
    query: queries[0]!,
    asked,
    set(next) {
      question = { ...question, ...next }
      set(current, question)
      flush()
    },
    close
  }
}

/** Until an answer is on the screen, and what follows it was asked. */
async function settled(): Promise<void> {
  for (let tasks = 0; tasks < 3; tasks++) await yieldToPaint()
}

const keysOf = (asked: readonly Asked[]): readonly string[] => asked.map(({ key }) => key)

describe('a question that a screen follows', () => {
  it('is asked once, and its answer shown', async () => {
    const { query, asked } = screen({})
    expect(query).toMatchObject({ value: undefined, loading: true, stale: false })
    asked[0]!.answer('A')
    await settled()
    expect(query).toMatchObject({ value: 'A', loading: false, stale: false, error: undefined })
    expect(keysOf(asked)).toEqual(['a'])
  })

  it('keeps its answer while another is made, and says that it is of before', async () => {
    const { query, asked, set } = screen({})
    asked[0]!.answer('A')
    await settled()
    set({ key: 'b' })
    expect(query).toMatchObject({ value: 'A', loading: true, stale: true })
    asked[1]!.answer('B')
    await settled()
    expect(query).toMatchObject({ value: 'B', loading: false, stale: false })
  })

  it('that is replaced on its way is given up, and its answer not shown', async () => {
    const { query, asked, set } = screen({})
    set({ key: 'b' })
    set({ key: 'c' })
    expect(asked[0]!.signal.aborted).toBe(true)
    asked[0]!.answer('A')
    await settled()
    expect(query).toMatchObject({ value: undefined, loading: true })
    expect(keysOf(asked)).toEqual(['a', 'c'])
    asked[1]!.answer('C')
    await settled()
    expect(query).toMatchObject({ value: 'C', loading: false })
  })

  it('that is given up and wanted again is asked again', async () => {
    const { query, asked, set } = screen({})
    set({ key: 'b' })
    set({ key: 'a' })
    asked[0]!.fail(new Error('given up'))
    await settled()
    expect(query.error).toBeUndefined()
    expect(keysOf(asked)).toEqual(['a', 'a'])
    asked[1]!.answer('A')
    await settled()
    expect(query).toMatchObject({ value: 'A', loading: false })
  })

  it('that fails says why, and is asked again when that is wanted', async () => {
    const { query, asked } = screen({})
    asked[0]!.fail(new Error('no answer'))
    await settled()
    expect(query.error).toBeDefined()
    expect(query.loading).toBe(false)
    query.retry()
    runes().flush()
    asked[1]!.answer('A')
    await settled()
    expect(query).toMatchObject({ value: 'A', error: undefined })
  })

  it('is asked again under the same name after there was nothing to ask about', async () => {
    const { query, asked, set } = screen({})
    asked[0]!.answer('A')
    await settled()
    set({ isEmpty: true })
    expect(query).toMatchObject({ value: undefined, loading: false })
    set({ isEmpty: false })
    expect(query.loading).toBe(true)
    asked[1]!.answer('A again')
    await settled()
    expect(query).toMatchObject({ value: 'A again', loading: false })
  })

  it('keeps its answer while nothing is asked for', async () => {
    const { query, asked, set } = screen({})
    asked[0]!.answer('A')
    await settled()
    set({ key: undefined })
    expect(query).toMatchObject({ value: 'A', loading: false, stale: false })
    set({ key: 'a' })
    await settled()
    expect(keysOf(asked)).toEqual(['a'])
  })

  it('is given up with its screen', async () => {
    const { query, asked, close } = screen({})
    close()
    expect(asked[0]!.signal.aborted).toBe(true)
    asked[0]!.answer('A')
    await settled()
    expect(query.value).toBeUndefined()
  })
})

import { describe, expect, it, vi } from 'vitest'
import type { MatchView } from '#engine/matching/results/match-view.ts'
import { Sources, type SourcesDependencies } from '../../../src-renderer/state/connections/sources.svelte.ts'
import { fakeTransport } from '../../support/fake-transport.ts'

const choice = { kind: 'same', left: '1@a', right: '2@b' } as const

/** A page whose worker says how people were matched when the test does. */
function page() {
  const asked: (PromiseWithResolvers<MatchView | undefined> & { readonly revealed: boolean })[] = []
  const store = {
    matches(revealed: boolean) {
      const question = { ...Promise.withResolvers<MatchView | undefined>(), revealed }
      asked.push(question)
      return question.promise
    }
  }
  const transport = fakeTransport({
    'matching.journal': () => ({ state: 'open', entries: [] }),
    'matching.decide': () => ({ ...choice, id: 'decision-1', at: '2026-10-31T10:00:00Z', by: 'ann' })
  })
  const session = { replaced: 1, rematch: vi.fn(() => Promise.resolve()) }
  const unlocked = Promise.withResolvers<boolean>()
  const toasts = { show: vi.fn() }
  const parts = { transport, store, session, snapshots: { unlock: () => unlocked.promise }, connections: {}, toasts }
  const sources = new Sources(parts as unknown as SourcesDependencies)
  const decisions = () => transport.calls.filter(([name]) => name === 'matching.decide')
  return { sources, asked, session, unlocked, toasts, decisions }
}

const view = (name: string): MatchView => ({ name }) as unknown as MatchView
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('several sources', () => {
  it('are masked again at once, also where they were asked for with names before', async () => {
    const { sources, asked } = page()
    const readings = [sources.read(true), sources.read(false)]
    asked[1]!.resolve(view('masked'))
    await readings[1]
    asked[0]!.resolve(view('with names'))
    await readings[0]
    expect(sources.view).toEqual(view('masked'))
  })

  it('are shown as they are masked now when a decision that was made with names is done', async () => {
    const { sources, asked, unlocked } = page()
    void sources.read(true)
    asked[0]!.resolve(view('with names'))
    const deciding = sources.decide(choice)
    void sources.read(false)
    unlocked.resolve(true)
    await settle()
    expect(asked.map(({ revealed }) => revealed)).toEqual([true, false, false])
    asked[2]!.resolve(view('masked'))
    await deciding
    expect(sources.view).toEqual(view('masked'))
  })

  it('take a decision once, however often it is made before the key is open', async () => {
    const { sources, asked, unlocked, decisions } = page()
    const deciding = [sources.decide(choice), sources.decide(choice)]
    expect(sources.busy).toBe(true)
    unlocked.resolve(true)
    await settle()
    asked[0]!.resolve(view('matched'))
    await Promise.all(deciding)
    expect([decisions().length, sources.busy]).toEqual([1, false])
  })

  it('go with their data, also where they are being read', async () => {
    const { sources, asked, session, toasts } = page()
    const reading = sources.read(false)
    asked[0]!.resolve(view('first'))
    await reading
    expect(sources.view).toEqual(view('first'))
    const late = sources.read(false)
    session.replaced = 2
    expect(sources.view).toBeUndefined()
    asked[1]!.reject(new Error('These data were closed.'))
    await late
    expect([sources.view, toasts.show.mock.calls]).toEqual([undefined, []])
  })
})
